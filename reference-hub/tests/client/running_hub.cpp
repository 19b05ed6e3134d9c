#include "client/running_hub.hpp"

#include <csignal>
#include <stdexcept>

#include "client/http.hpp"

namespace cast::hub {
namespace {

Configuration testConfiguration() {
  Configuration configuration;
  configuration.port = 0;
  configuration.logLevel = "fatal";
  configuration.tokens.add("all", {{"app", ""}, true, true, std::nullopt});
  configuration.tokens.add("other", {{"other-app", ""}, true, true, std::nullopt});
  configuration.tokens.add("read", {{"reader", ""}, true, false, std::nullopt});
  configuration.tokens.add("write", {{"writer", ""}, false, true, std::nullopt});
  configuration.tokens.add("smith", {{"app", "dr-smith"}, true, true, std::nullopt});
  configuration.tokens.add("expired", {{"app", ""}, true, true, WallClock::now() - std::chrono::hours(1)});
  return configuration;
}

}  // namespace

RunningHub::RunningHub(const std::function<void(Configuration&)>& adjust)
    : variants_([this](const std::string& complaint) {
        const std::lock_guard lock(mutex_);
        complaints_.push_back(complaint);
      }) {
  std::signal(SIGPIPE, SIG_IGN);  // as main() does
  Configuration configuration = testConfiguration();
  if (adjust) adjust(configuration);
  log_ = std::make_unique<Log>(configuration.logLevel);
  if (!configuration.plugins.empty()) variants_.loadDirectory(configuration.plugins);
  if (!complaints_.empty()) throw std::runtime_error(complaints_.front());
  server_ = std::make_unique<Server>(std::move(configuration), variants_, *log_);
  thread_ = std::thread([this] { server_->run(); });
}

RunningHub::~RunningHub() {
  askToStop();
  join();
}

std::vector<std::string> RunningHub::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaints_;
}

void RunningHub::join() {
  if (thread_.joinable()) thread_.join();
}

long RunningHub::metric(const std::string& name) const {
  const std::string body = "\n" + call(port(), "GET", "/metrics").body;
  const std::size_t at = body.find("\n" + name + " ");
  if (at == std::string::npos) throw std::runtime_error("no metric " + name);
  return std::stol(body.substr(at + name.size() + 2));
}

}  // namespace cast::hub
