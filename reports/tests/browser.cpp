#include "browser.hpp"

#include <Poco/File.h>
#include <Poco/Path.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace cast::report {
namespace {

using Json = nlohmann::json;

constexpr int kPatienceMs = 60'000;

// A pipe whose ends are out of the way of the descriptors 3 and 4, which the browser reads and writes.
std::array<int, 2> pipeFarAway() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  for (int& end : ends) {
    const int far = ::fcntl(end, F_DUPFD_CLOEXEC, 16);
    ::close(end);
    end = far;
  }
  return ends;
}

}  // namespace

std::string Browser::program() {
  const char* path = std::getenv("PATH");
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    Poco::Path found;
    if (Poco::Path::find(path ? path : "", name, found)) return found.toString();
  }
  return "";
}

Browser::Browser() {
  folder_.createDirectories();
  const auto toBrowser = pipeFarAway();
  const auto fromBrowser = pipeFarAway();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, toBrowser[0], 3);
  ::posix_spawn_file_actions_adddup2(&actions, fromBrowser[1], 4);
  ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  std::vector<std::string> words{program(),
                                 "--headless",
                                 "--remote-debugging-pipe",
                                 "--no-sandbox",
                                 "--disable-gpu",
                                 "--disable-dev-shm-usage",
                                 "--disable-background-networking",
                                 "--disable-component-update",
                                 "--disable-sync",
                                 "--no-first-run",
                                 "--user-data-dir=" + folder_.path() + "/profile",
                                 "about:blank"};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failure = ::posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(toBrowser[0]);
  ::close(fromBrowser[1]);
  commands_ = toBrowser[1];
  answers_ = fromBrowser[0];
  if (failure != 0) throw std::runtime_error("cannot start " + words.front());

  const Json targets = call("Target.getTargets").at("targetInfos");
  const auto page = std::find_if(targets.begin(), targets.end(),
                                 [](const Json& target) { return target.at("type") == "page"; });
  if (page == targets.end()) throw std::runtime_error("the browser has no page");
  session_ =
      call("Target.attachToTarget", {{"targetId", page->at("targetId")}, {"flatten", true}}).at("sessionId");
  for (const char* domain : {"Page.enable", "Runtime.enable", "Log.enable", "Network.enable"}) call(domain);
}

Browser::~Browser() {
  ::close(commands_);
  ::close(answers_);
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

void Browser::open(const std::string& html) {
  const std::string file = folder_.path() + "/report.html";
  std::ofstream(file, std::ios::binary) << html;
  page_ = "file://" + file;
  complaints_.clear();
  requests_.clear();
  events_.clear();
  call("Page.navigate", {{"url", page_}});
  awaitEvent("Page.loadEventFired");
}

Json Browser::evaluate(const std::string& expression) {
  const Json answer = call(
      "Runtime.evaluate",
      {{"expression", expression}, {"returnByValue", true}, {"awaitPromise", true}, {"userGesture", true}});
  if (answer.contains("exceptionDetails"))
    throw std::runtime_error(answer.at("exceptionDetails").at("exception").value("description", "it threw"));
  return answer.at("result").value("value", Json());
}

void Browser::resize(int width, int height) {
  call("Emulation.setDeviceMetricsOverride",
       {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", width < 600}});
}

void Browser::emulate(const std::string& media, const std::string& scheme) {
  call("Emulation.setEmulatedMedia",
       {{"media", media}, {"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
}

void Browser::press(const std::string& key, int code) {
  for (const char* type : {"rawKeyDown", "keyUp"})
    call("Input.dispatchKeyEvent", {{"type", type},
                                    {"key", key},
                                    {"code", key},
                                    {"windowsVirtualKeyCode", code},
                                    {"nativeVirtualKeyCode", code}});
}

Json Browser::call(const std::string& method, const Json& parameters) {
  Json command{{"id", ++number_}, {"method", method}, {"params", parameters}};
  if (!session_.empty()) command["sessionId"] = session_;
  std::string bytes = command.dump();
  bytes += '\0';
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t written = ::write(commands_, rest.data(), rest.size());
    if (written <= 0) throw std::runtime_error("the browser is gone");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  for (;;) {
    const Json message = receive();
    if (message.value("id", 0) != number_) {
      note(message);
    } else if (message.contains("error")) {
      throw std::runtime_error(method + ": " + message.at("error").dump());
    } else {
      return message.at("result");
    }
  }
}

Json Browser::receive() {
  std::array<char, 65536> buffer;
  for (;;) {
    const std::size_t end = received_.find('\0');
    if (end != received_.npos) {
      Json message = Json::parse(received_.substr(0, end));
      received_.erase(0, end + 1);
      return message;
    }
    pollfd entry{answers_, POLLIN, 0};
    if (::poll(&entry, 1, kPatienceMs) <= 0) throw std::runtime_error("the browser does not answer");
    const ssize_t size = ::read(answers_, buffer.data(), buffer.size());
    if (size <= 0) throw std::runtime_error("the browser is gone");
    received_.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

void Browser::note(const Json& event) {
  const std::string method = event.value("method", "");
  const Json parameters = event.value("params", Json::object());
  events_.push_back(method);
  if (method == "Runtime.exceptionThrown") complaints_.push_back(parameters.dump());
  if (method == "Log.entryAdded") complaints_.push_back(parameters.at("entry").value("text", ""));
  if (method == "Runtime.consoleAPICalled") complaints_.push_back(parameters.dump());
  if (method != "Network.requestWillBeSent") return;
  const std::string url = parameters.at("request").at("url");
  if (url != page_) requests_.push_back(url);
}

void Browser::awaitEvent(const std::string& method) {
  while (std::find(events_.begin(), events_.end(), method) == events_.end()) note(receive());
}

}  // namespace cast::report
