#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/expectation.hpp"
#include "engine/inbox.hpp"

namespace cast::conformance {

struct Step;

/// What an `expect` step waits for: the JSON, the exact characters, the stream's event id, the callback's
/// request.
class WantedMessage {
 public:
  explicit WantedMessage(const Step& step);

  bool fits(const Message& message) const;
  std::string words() const;

  /// What came instead, and where the closest message differs: words, and a JSON Pointer into that message.
  std::pair<std::string, std::string> describe(const std::vector<Message>& came,
                                               const std::string& ended) const;

 private:
  /// How a message misses.
  Mismatch mismatch(const Message& message) const;

  Expectation json_;
  std::optional<Expectation> id_;
  std::optional<Expectation> request_;
  std::string contains_;
};

}  // namespace cast::conformance
