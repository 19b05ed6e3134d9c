#include "validator/judge/hostile.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "validator/hostile_payloads.hpp"
#include "validator/mutation.hpp"

namespace cast::validator {
namespace {

constexpr std::size_t kExamplesSpoilt = 3;  // of each conversion and of each event type's rules

// Makes the call with another payload.
void tryWith(Subject& subject, const Call& example, const HostilePayload& hostile, Findings& findings) {
  if (findings.enough()) return;
  Call call = example;
  call.payload = hostile.payload;
  call.about = hostile.about;
  const Answer answer = subject.call(call);
  if (const std::string fault = faultOfAnswer(subject, call, answer); !fault.empty())
    findings.fail(call.inWords() + ": " + fault);
}

// All of `calls` share names. What is the same for everybody is tried once.
void tryEverything(Subject& subject, const std::vector<Call>& calls, Findings& findings) {
  forEachHostile([&](const HostilePayload& hostile) { tryWith(subject, calls.front(), hostile, findings); });
  for (std::size_t i = 0; i < calls.size() && i < kExamplesSpoilt; ++i) {
    const Call& call = calls[i * calls.size() / std::min(calls.size(), kExamplesSpoilt)];
    forEachSpoilt(call.payload, [&](HostilePayload hostile) {
      hostile.about = call.about + " " + hostile.about;
      tryWith(subject, call, hostile, findings);
    });
  }
}

}  // namespace

std::string faultOfAnswer(Subject& subject, const Call& call, const Answer& answer) {
  if (answer.broken.find("more than 16 MiB") != std::string::npos) return {};
  return answer.broken.empty() ? faultOfResult(subject, call, answer) : answer.broken;
}

void hostileConversions(Subject& subject, Findings& findings, const Settings&) {
  if (subject.data().conversions.empty()) return findings.skip("it has no conversions");
  for (const Conversion& conversion : subject.data().conversions) {
    std::vector<Call> calls = subject.callsOf(conversion);
    if (calls.empty())
      calls.push_back(
          {conversion.eventTypes.front(), conversion.from, conversion.to, "{}", "of an empty object"});
    tryEverything(subject, calls, findings);
  }
}

void hostileRules(Subject& subject, Findings& findings, const Settings&) {
  if (!subject.table().judges()) return findings.skip("it has no rules");
  const std::vector<Call> all = subject.ruleCalls();
  for (const EventType& event : subject.data().events) {
    std::vector<Call> calls;
    for (const Call& call : all)
      if (call.eventType == event.name) calls.push_back(call);
    if (calls.empty()) calls.push_back({event.name, {}, {}, "{}", "about an empty object"});
    tryEverything(subject, calls, findings);
  }
}

void fuzz(Subject& subject, Findings& findings, const Settings& settings) {
  const std::vector<Call> calls = subject.exampleCalls();
  if (calls.empty()) return findings.skip("nothing of it can be called with an example");
  for (std::uint64_t i = 0; i < settings.fuzz && !findings.enough(); ++i) {
    const std::uint64_t seed = settings.seed + i;
    Call call = calls[seed % calls.size()];
    const std::string original = std::exchange(call.payload, mutated(call.payload, seed));
    if (call.payload == original) continue;
    const std::string again = "; again: cast-plugin check " + subject.file().string() +
                              " --only fuzz --fuzz 1 --seed " + std::to_string(seed);
    call.about += ", mutated" + again;
    const Answer answer = subject.call(call);
    if (const std::string fault = faultOfAnswer(subject, call, answer); !fault.empty()) {
      call.about.resize(call.about.size() - again.size());
      findings.fail(call.inWords() + ": " + fault + again);
    }
  }
  findings.note(std::to_string(settings.fuzz) + " mutated examples from seed " +
                std::to_string(settings.seed));
}

}  // namespace cast::validator
