#include "input.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "event.hpp"
#include "link.hpp"

namespace cast::client {
namespace {

constexpr std::size_t kLongestLine = 16UL * 1024 * 1024;

bool isBlank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

}  // namespace

void Input::run() {
  if (options_.command == Command::replay && options_.file != "-") {
    const int file = ::open(options_.file.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
      fault(options_.file + ": " + std::strerror(errno));
    else
      publishLines(file, options_.file);
    if (file >= 0) ::close(file);
  } else if (options_.command == Command::publish && !options_.eventType.empty()) {
    publishOne();
  } else {
    publishLines(STDIN_FILENO, "standard input");
  }
  outbox_.close();
}

void Input::publishOne() {
  JsonObject event;
  event.setText("eventType", options_.eventType);
  if (!options_.timestamp.empty()) event.setText("timestamp", options_.timestamp);
  event.set("payload", options_.payload);
  place_ = "--payload";
  JsonObject::Fault defect;
  const auto whole = JsonObject::read(event.dump(), defect);
  if (!whole) return fault("--payload is " + defect.words);
  put(*whole);
}

void Input::publishLines(int descriptor, const std::string& name) {
  std::string line;
  std::array<char, 65536> buffer;
  bool tooLong = false;
  int number = 0;
  const auto end = [&] {
    place_ = name + ", line " + std::to_string(++number);
    if (std::exchange(tooLong, false))
      fault(place_ + ": longer than 16 MiB");
    else if (!isBlank(line))
      publishLine(line);
    line.clear();
  };
  for (;;) {
    waitForAny(descriptor, stop_.descriptor(), -1, Milliseconds(-1));
    if (stop_.raised()) return;
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) break;
    for (ssize_t i = 0; i < count && !stop_.raised(); ++i) {
      const char c = buffer[static_cast<std::size_t>(i)];
      if (c == '\n')
        end();
      else if (line.size() < kLongestLine)
        line += c;
      else
        tooLong = true;
    }
  }
  if (!line.empty()) end();
}

void Input::publishLine(const std::string& line) {
  JsonObject::Fault defect;
  auto event = JsonObject::read(line, defect);
  if (!event) return fault(place_ + ": " + defect.words);
  if (options_.command == Command::replay) {
    if (!options_.fast && !waitForTurn(event->text("timestamp").value_or(""))) return;
    event->remove("eventId");  // it happens anew
    if (!options_.session.empty()) event->remove("sessionId");
    if (!options_.keepTimestamps) event->remove("timestamp");
  }
  put(std::move(*event));
}

/// Waits until it is as long since the first event as it was in the recording; false when the program ends.
bool Input::waitForTurn(const std::string& recordedAt) {
  const auto recorded = timeOf(recordedAt);
  const auto now = std::chrono::steady_clock::now();
  if (!recorded) return true;
  if (!recordingBegan_) {
    recordingBegan_ = recorded;
    replayBegan_ = now;
  }
  const auto due = replayBegan_ + (*recorded - *recordingBegan_);
  return due <= now || !stop_.waitFor(std::chrono::ceil<Milliseconds>(due - now));
}

/// Fills in what is missing and hands the event on.
void Input::put(JsonObject event) {
  for (const char* steering : {"action", "requestId"}) event.remove(steering);
  const auto fill = [&](const char* member, const std::string& value) {
    if (!event.has(member) && !value.empty()) event.setText(member, value);
  };
  fill("eventType", options_.eventType);
  fill("timestamp", timestampNow());
  fill("source", options_.source);
  fill("sessionId", options_.session);
  fill("userId", options_.user);
  fill("eventId", newEventId());
  std::string defect = defectOf(event);
  if (defect.empty() && !event.has("sessionId"))
    defect = "its 'sessionId' is missing, and there is no --session";
  const auto id = event.text("eventId");
  if (defect.empty() && (!id || id->empty())) defect = "its 'eventId' is no string";
  if (!defect.empty()) return fault(place_ + ": not published: " + defect);
  outbox_.put(*id, event.dump(), stop_);
}

void Input::fault(const std::string& words) {
  ++faults_;
  output_.error(words);
}

}  // namespace cast::client
