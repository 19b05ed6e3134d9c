// A headless Chromium of its own, driven over its DevTools pipe, for tests that look at a report as a reader
// does. One thread.
#pragma once

#include <Poco/TemporaryFile.h>
#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace cast::report {

class Browser {
 public:
  // The path of a Chromium, or empty: then the tests that need one are skipped, and say so.
  static std::string program();

  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  // Opens a page from memory through a file of its own and waits until it is loaded.
  void open(const std::string& html);
  // The value of an expression, awaited if it is a promise. Throws std::runtime_error with what the page
  // threw.
  nlohmann::json evaluate(const std::string& expression);
  void resize(int width, int height);
  void emulate(const std::string& media, const std::string& scheme);
  void press(const std::string& key, int code);
  // A command of the DevTools protocol.
  nlohmann::json call(const std::string& method, const nlohmann::json& parameters = nlohmann::json::object());

  // What the page wrote to the console as a warning or error, and what it threw.
  const std::vector<std::string>& complaints() const { return complaints_; }
  // The addresses that it loaded or tried to load, beside the page itself.
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  nlohmann::json receive();
  void note(const nlohmann::json& event);
  void awaitEvent(const std::string& method);

  Poco::TemporaryFile folder_;
  pid_t process_ = -1;
  int commands_ = -1;
  int answers_ = -1;
  std::string received_;
  std::string session_;
  std::string page_;
  int number_ = 0;
  std::vector<std::string> events_, complaints_, requests_;
};

}  // namespace cast::report
