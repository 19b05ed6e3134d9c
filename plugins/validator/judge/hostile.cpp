#include "validator/judge/hostile.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <set>
#include <string>
#include <utility>

#include "validator/hostile_payloads.hpp"
#include "validator/mutation.hpp"

namespace cast::validator {
namespace {

constexpr double kSlowAnswerMs = 1000;
constexpr std::size_t kMostPublished = (std::size_t{1} << 20U) + (std::size_t{64} << 10U);  // a hub's limit
constexpr std::size_t kMostSpoilt = 6000;                                                   // calls, about
constexpr std::size_t kExamplesSpoilt = 3;  // of each conversion and of each event type's rules

double threadCpuMs() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// Makes the call with another payload.
void tryWith(Subject& subject, const Call& example, const HostilePayload& hostile, Findings& findings) {
  if (findings.enough()) return;
  Call call = example;
  call.payload = hostile.payload;
  call.about = hostile.about;
  const double before = threadCpuMs();
  const Answer answer = subject.call(call);
  const double spent = threadCpuMs() - before;
  if (const std::string fault = faultOfAnswer(subject, call, answer); !fault.empty())
    findings.fail(call.inWords() + ": " + fault);
  else if (spent > kSlowAnswerMs && call.payload.size() <= kMostPublished)
    findings.warn(call.inWords() + ": it took " + std::to_string(static_cast<int>(spent)) +
                  " ms of computing, while other events wait");
}

// All of `calls` share names. `heavy`: with the payloads too that take long to read.
void tryEverything(Subject& subject, const std::vector<Call>& calls, bool heavy, Thoroughness thoroughness,
                   Findings& findings) {
  forEachHostile([&](const HostilePayload& hostile) {
    if (heavy || !hostile.isHeavy()) tryWith(subject, calls.front(), hostile, findings);
  });
  const std::size_t examples = std::min(calls.size(), kExamplesSpoilt);
  for (std::size_t i = 0; i < examples; ++i) {
    const Call& call = calls[i * calls.size() / examples];
    forEachSpoilt(call.payload, thoroughness, [&](HostilePayload hostile) {
      if (!heavy && hostile.isHeavy()) return;
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
  const auto& conversions = subject.data().conversions;
  const auto thoroughness = Thoroughness::forCalls(kMostSpoilt, conversions.size() * kExamplesSpoilt);
  std::set<std::string> formats;
  for (const Conversion& conversion : conversions) {
    std::vector<Call> calls = subject.callsOf(conversion);
    if (calls.empty())
      calls.push_back(
          {conversion.eventTypes.front(), conversion.from, conversion.to, "{}", "of an empty object"});
    tryEverything(subject, calls, formats.insert(conversion.from).second, thoroughness, findings);
  }
}

void hostileRules(Subject& subject, Findings& findings, const Settings&) {
  if (!subject.table().judges()) return findings.skip("it has no rules");
  const std::vector<Call> all = subject.ruleCalls();
  const auto& events = subject.data().events;
  const auto thoroughness = Thoroughness::forCalls(kMostSpoilt, events.size() * kExamplesSpoilt);
  for (const EventType& event : events) {
    std::vector<Call> calls;
    for (const Call& call : all)
      if (call.eventType == event.name) calls.push_back(call);
    if (calls.empty()) calls.push_back({event.name, {}, {}, "{}", "about an empty object"});
    tryEverything(subject, calls, &event == &events.front(), thoroughness, findings);
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
      findings.fail(call.inWords().append(": ").append(fault).append(again));
    }
  }
  findings.note(std::to_string(settings.fuzz) + " mutated examples from seed " +
                std::to_string(settings.seed));
}

}  // namespace cast::validator
