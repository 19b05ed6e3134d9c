#pragma once
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/TemporaryFile.h>

#include <memory>
#include <string>
#include <vector>

namespace cast::client::tests {

/// The hub's own program on a port of its own, with the token `all`; ends with the test.
class HubProgram {
 public:
  /// `port` 0: any free one.
  explicit HubProgram(int port = 0);
  ~HubProgram() { stop(); }
  HubProgram(const HubProgram&) = delete;
  HubProgram& operator=(const HubProgram&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/cast/v1"; }
  int port() const { return port_; }
  void stop();

 private:
  int port_ = 0;
  std::unique_ptr<Poco::ProcessHandle> process_;
};

/// cast-client with these words, the token in the environment; killed with the test if it has not ended.
class ClientProgram {
 public:
  explicit ClientProgram(const std::vector<std::string>& words, const std::string& token = "all");
  ~ClientProgram();
  ClientProgram(const ClientProgram&) = delete;
  ClientProgram& operator=(const ClientProgram&) = delete;

  /// The next line of its standard output (or error); empty at its end.
  std::string line();
  std::string remark();
  /// Reads remarks up to one that holds this text; false at the end.
  bool says(const std::string& text);
  void write(const std::string& text);
  void endInput();
  void askToEnd();  ///< SIGTERM
  int exitCode();   ///< waits

 private:
  Poco::Pipe in_;
  Poco::Pipe out_;
  Poco::Pipe error_;
  std::unique_ptr<Poco::ProcessHandle> process_;
  std::unique_ptr<Poco::PipeInputStream> lines_;
  std::unique_ptr<Poco::PipeInputStream> remarks_;
  bool ended_ = false;
};

}  // namespace cast::client::tests
