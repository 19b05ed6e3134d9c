#include "programs.hpp"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/StreamCopier.h>

#include <regex>
#include <stdexcept>

namespace cast::tests {
namespace {

Poco::ProcessHandle start(const std::string& line, std::string& url) {
  Poco::Pipe output;
  const auto process = Poco::Process::launch("/bin/sh", {"-c", line}, nullptr, &output, nullptr);
  Poco::PipeInputStream lines(output);
  std::string text;
  std::smatch port;
  while (std::getline(lines, text))
    if (std::regex_search(text, port, std::regex("\"port\":([0-9]+)"))) break;
  if (port.empty()) throw std::runtime_error("no port came from " + line);
  url = "http://127.0.0.1:" + port.str(1) + "/cast/v1";
  return process;
}

}  // namespace

Call call(const std::string& program, const std::vector<std::string>& arguments) {
  Poco::Pipe output;
  const auto process = Poco::Process::launch(program, arguments, nullptr, &output, &output);
  Poco::PipeInputStream text(output);
  Call called;
  Poco::StreamCopier::copyToString(text, called.output);
  called.exit = process.wait();
  return called;
}

RunningHub::RunningHub(const std::string& line) : process_(start(line, url_)) {}

RunningHub::~RunningHub() {
  if (Poco::Process::isRunning(process_)) Poco::Process::requestTermination(process_.id());
  process_.wait();
}

}  // namespace cast::tests
