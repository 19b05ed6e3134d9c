#include <nlohmann/json.hpp>

#include "engine/check_run.hpp"
#include "engine/party.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/variables.hpp"
#include "engine/wanted_message.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

Inbox& inboxOf(const Step& step, const char* member = "from") {
  return step.run.party(step.text(member)).inbox;
}

std::string shown(const Message& message) { return readableUtf8(shortened(message.text, 300)); }

/// The values at `pointer` of the messages that fit `where`, in order.
Json valuesIn(const std::vector<Message>& messages, const std::string& pointer,
              const std::optional<Expectation>& where) {
  Json values = Json::array();
  for (const auto& message : messages) {
    if (!message.defect.empty() || (where && !where->fits(*message.json))) continue;
    if (const Json* value = valueAt(*message.json, pointer)) values.push_back(*value);
  }
  return values;
}

StepResult sameOrder(const Step& step) {
  const std::string pointer = step.json.at("pointer");
  std::optional<Expectation> where;
  if (step.has("where")) where.emplace(step.expectation(step.json.at("where")));
  const Json here = valuesIn(inboxOf(step).all(), pointer, where);
  const Json there = valuesIn(inboxOf(step, "sameAs").all(), pointer, where);
  if (here == there) return std::nullopt;
  return step.failure("at " + step.text("from") + " the same values of " + pointer +
                          " in the same order as at " + step.text("sameAs") + ": " + compact(there, 500),
                      compact(here, 500), pointer);
}

}  // namespace

StepResult expectStep(const Step& step) {
  Inbox& inbox = inboxOf(step);
  const WantedMessage wanted(step);
  const Milliseconds quiet = step.run.playback() == nullptr ? step.timeout() : Milliseconds(0);
  const auto found =
      inbox.take([&](const Message& message) { return wanted.fits(message); }, step.deadline(), quiet);
  if (!found && step.json.value("mayEnd", false) && !inbox.ended().empty()) throw NothingFurther();
  if (!found) {
    const auto [observed, pointer] = wanted.describe(inbox.afterTaken(), inbox.ended());
    return step.failure("within " + std::to_string(step.timeout().count()) + " ms at " + step.text("from") +
                            " " + wanted.words(),
                        observed, pointer);
  }
  if (step.has("bindId")) step.variables.set(step.text("bindId"), found->id);
  return step.bind(*found->json);
}

StepResult expectNoneStep(const Step& step) {
  const Expectation unwanted = step.expectation(step.json.at("json"));
  for (const auto& message : inboxOf(step).all())
    if (message.defect.empty() && unwanted.fits(*message.json))
      return step.failure("at " + step.text("from") + " no message " + unwanted.words(), shown(message));
  return std::nullopt;
}

StepResult expectCountStep(const Step& step) {
  const Expectation wanted = step.expectation(step.json.at("json"));
  std::string shownOnes;
  int count = 0;
  for (const auto& message : inboxOf(step).all())
    if (message.defect.empty() && wanted.fits(*message.json)) {
      ++count;
      if (count <= 5) shownOnes += (count == 1 ? ": " : ", ") + shown(message);
    }
  const int expected = step.json.at("count");
  if (count == expected) return std::nullopt;
  return step.failure(
      "at " + step.text("from") + " " + std::to_string(expected) + " message(s) " + wanted.words(),
      std::to_string(count) + shownOnes);
}

StepResult expectOrderStep(const Step& step) {
  if (step.has("sameAs")) return sameOrder(step);
  const auto messages = inboxOf(step).all();
  std::size_t after = 0;
  for (const auto& schema : step.json.at("json")) {
    const Expectation wanted = step.expectation(schema);
    std::size_t at = 0;
    while (at < messages.size() && (!messages[at].defect.empty() || !wanted.fits(*messages[at].json))) ++at;
    if (at == messages.size())
      return step.failure("at " + step.text("from") + " a message " + wanted.words(),
                          "none of the " + std::to_string(messages.size()) + " that came");
    if (at < after)
      return step.failure(
          "at " + step.text("from") + " a message " + wanted.words() + " after the one before it in the list",
          "it came as number " + std::to_string(at + 1) + ", before number " + std::to_string(after) + ": " +
              shown(messages[at]));
    after = at + 1;
  }
  return std::nullopt;
}

}  // namespace cast::conformance
