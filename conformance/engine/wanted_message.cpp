#include "engine/wanted_message.hpp"

#include <nlohmann/json.hpp>

#include "engine/step.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

std::string shown(const Message& message) { return readableUtf8(shortened(message.text, 300)); }

}  // namespace

WantedMessage::WantedMessage(const Step& step)
    : json_(step.expectation(step.json.at("json"))), contains_(step.text("contains")) {
  if (step.has("id")) id_.emplace(step.expectation(step.json.at("id")));
  if (step.has("request")) request_.emplace(step.expectation(step.json.at("request")));
}

bool WantedMessage::fits(const Message& message) const {
  return message.defect.empty() && json_.fits(*message.json) &&
         (contains_.empty() || message.text.find(contains_) != std::string::npos) &&
         (!id_ || id_->fits(message.id)) &&
         (!request_ || (message.request && request_->fits(*message.request)));
}

std::string WantedMessage::words() const {
  return "a message " + json_.words() +
         (contains_.empty() ? "" : " and holds exactly these characters: " + shortened(contains_, 300)) +
         (id_ ? " and has an event id that is " + id_->words() : "") +
         (request_ ? ", in a request " + request_->words() : "");
}

Mismatch WantedMessage::mismatch(const Message& message) const {
  if (!message.defect.empty()) return {"", message.defect, 1000};
  if (auto mismatch = json_.mismatch(*message.json)) return *mismatch;
  if (!contains_.empty() && message.text.find(contains_) == std::string::npos)
    return {"", "it fits, but its text does not hold those characters exactly", 0};
  if (request_ && message.request)
    if (const auto mismatch = request_->mismatch(*message.request))
      return {"", "it fits, but its request does not: " + mismatch->words, 0};
  return {"", "it fits, but its event id is '" + message.id + "'", 0};
}

std::pair<std::string, std::string> WantedMessage::describe(const std::vector<Message>& came,
                                                            const std::string& ended) const {
  if (came.empty()) return {ended.empty() ? "no further message" : "no further message: " + ended, ""};
  const Message* closest = &came.front();
  Mismatch least = mismatch(*closest);
  std::string defects;
  for (const auto& message : came) {
    if (!message.defect.empty())
      defects += "; a message is no sound JSON (" + message.defect + "): " + shown(message);
    const Mismatch each = mismatch(message);
    if (each.errors > least.errors) continue;
    closest = &message;
    least = each;
  }
  std::string words =
      std::to_string(came.size()) + (came.size() == 1 ? " message" : " messages") + ", none fits; ";
  words += came.size() == 1 ? "it differs: " : "the closest differs: ";
  words += least.words + " in " + shown(*closest) + shortened(defects, 1000);
  if (&came.back() != closest) words += "; the last one: " + shown(came.back());
  return {words, least.pointer};
}

}  // namespace cast::conformance
