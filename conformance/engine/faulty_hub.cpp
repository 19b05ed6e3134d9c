#include "engine/faulty_hub.hpp"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/json_text.hpp"
#include "engine/shell_words.hpp"
#include "engine/subject.hpp"

namespace cast::conformance {

FaultyHub::FaultyHub(const std::string& program, const Subject& subject, std::vector<std::string> told)
    : process_(start(program, subject, std::move(told))) {}

Poco::ProcessHandle FaultyHub::start(const std::string& program, const Subject& subject,
                                     std::vector<std::string> arguments) {
  const std::string told = shellWords(arguments);
  arguments.insert(arguments.end(), {"--ends-with-parent", "yes"});
  const auto give = [&](const char* option, const std::string& token) {
    if (!token.empty()) arguments.insert(arguments.end(), {option, token});
  };
  give("--token", subject.token);
  give("--read-token", subject.readToken);
  give("--expired-token", subject.expiredToken);
  Poco::Pipe output;
  const auto process = Poco::Process::launch(program, arguments, nullptr, &output, nullptr);
  Poco::PipeInputStream lines(output);
  std::string line;
  std::getline(lines, line);
  const JsonText text = readJson(line);
  if (!text.defect.empty() || !text.value->is_object() || !text.value->contains("port"))
    throw std::runtime_error(program + " " + told + " did not come up: its first line is '" + line +
                             "', not {\"port\": N}");
  const std::string scheme = subject.hub.starts_with("https://") ? "https" : "http";
  url_ = scheme + "://127.0.0.1:" + text.value->at("port").dump() + "/cast/v1";
  if (text.value->contains("webSocketPort"))
    webSocketUrl_ = "ws://127.0.0.1:" + text.value->at("webSocketPort").dump() + "/cast/v1/ws";
  return process;
}

FaultyHub::~FaultyHub() {
  if (Poco::Process::isRunning(process_)) Poco::Process::kill(process_);
  process_.wait();
}

}  // namespace cast::conformance
