#include "engine/faulty_hub.hpp"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/json_text.hpp"
#include "engine/shell_words.hpp"
#include "engine/subject.hpp"

namespace cast::conformance {
namespace {

Poco::ProcessHandle start(const std::string& program, const Subject& tokens,
                          std::vector<std::string> arguments, std::string& url) {
  const std::string told = shellWords(arguments);
  arguments.insert(arguments.end(), {"--ends-with-parent", "yes"});
  const auto give = [&](const char* option, const std::string& token) {
    if (!token.empty()) arguments.insert(arguments.end(), {option, token});
  };
  give("--token", tokens.token);
  give("--read-token", tokens.readToken);
  give("--expired-token", tokens.expiredToken);
  Poco::Pipe output;
  const auto process = Poco::Process::launch(program, arguments, nullptr, &output, nullptr);
  Poco::PipeInputStream lines(output);
  std::string line;
  std::getline(lines, line);
  const JsonText text = readJson(line);
  if (!text.defect.empty() || !text.value->is_object() || !text.value->contains("port"))
    throw std::runtime_error(program + " " + told + " did not come up: its first line is '" + line +
                             "', not {\"port\": N}");
  url = "http://127.0.0.1:" + text.value->at("port").dump() + "/cast/v1";
  return process;
}

}  // namespace

FaultyHub::FaultyHub(const std::string& program, const Subject& tokens, std::vector<std::string> told)
    : process_(start(program, tokens, std::move(told), url_)) {}

FaultyHub::~FaultyHub() {
  if (Poco::Process::isRunning(process_)) Poco::Process::kill(process_);
  process_.wait();
}

}  // namespace cast::conformance
