#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/client_hub.hpp"
#include "engine/party.hpp"
#include "wire/child_process.hpp"

namespace cast::conformance {

/// The hub that the runner plays, under its name in the profile.
struct HubParty : Party {
  ~HubParty() override {
    if (hub) hub->end();
  }
  std::shared_ptr<ClientHub> hub;  ///< the client's thread may hold it for a moment longer
};

/// The client under test as a process, and what it says. Any thread.
struct ClientParty : Party {
  void hear(bool error, const std::string& line);
  /// Waits for a line in which the pattern (PCRE) is found; after the first one in which `before` is, where
  /// it is not empty.
  bool awaitLine(const std::string& pattern, const Deadline& deadline, const std::string& before = {});
  int countLines(const std::string& pattern);
  /// The end of its standard error, for reports.
  std::string lastWords();

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> lines;
  std::vector<std::string> errors;
  bool ended = false;

  std::unique_ptr<ChildProcess> process;  ///< null where somebody started the client by hand
};

}  // namespace cast::conformance
