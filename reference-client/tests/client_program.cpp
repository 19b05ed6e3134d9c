#include "tests/client_program.hpp"

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include <sys/stat.h>

namespace cast::client::tests {

HubProgram::HubProgram(int port) {
  Poco::TemporaryFile ready;
  if (::mkfifo(ready.path().c_str(), S_IRUSR | S_IWUSR) != 0) throw std::runtime_error("no pipe");
  const auto handle = Poco::Process::launch(
      CAST_HUB, {"--port=" + std::to_string(port), "--token=all", "--log-level=fatal",
                 "--plugins=" + ready.path() + ".none", "--ready-file=" + ready.path()});
  process_ = std::make_unique<Poco::ProcessHandle>(handle);
  port_ = nlohmann::json::parse(std::ifstream(ready.path())).at("port");
}

void HubProgram::stop() {
  if (!process_) return;
  Poco::Process::requestTermination(process_->id());
  process_->wait();
  process_.reset();
}

ClientProgram::ClientProgram(const std::vector<std::string>& words, const std::string& token) {
  const Poco::Process::Env environment{{"CAST_TOKEN", token}};
  process_ = std::make_unique<Poco::ProcessHandle>(
      Poco::Process::launch(CAST_CLIENT, words, &in_, &out_, &error_, environment));
  lines_ = std::make_unique<Poco::PipeInputStream>(out_);
  remarks_ = std::make_unique<Poco::PipeInputStream>(error_);
}

ClientProgram::~ClientProgram() {
  if (ended_) return;
  Poco::Process::kill(*process_);
  process_->wait();
}

std::string ClientProgram::line() {
  std::string text;
  std::getline(*lines_, text);
  return text;
}

std::string ClientProgram::remark() {
  std::string text;
  std::getline(*remarks_, text);
  return text;
}

bool ClientProgram::says(const std::string& text) {
  for (std::string said = remark(); !said.empty(); said = remark())
    if (said.find(text) != std::string::npos) return true;
  return false;
}

void ClientProgram::write(const std::string& text) {
  in_.writeBytes(text.data(), static_cast<int>(text.size()));
}

void ClientProgram::endInput() { in_.close(Poco::Pipe::CLOSE_WRITE); }

void ClientProgram::askToEnd() { Poco::Process::requestTermination(process_->id()); }

int ClientProgram::exitCode() {
  ended_ = true;
  return process_->wait();
}

}  // namespace cast::client::tests
