#include "validator/judge/steadiness.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "validator/raw_call.hpp"

namespace cast::validator {
namespace {

constexpr unsigned kThreads = 4;
constexpr std::size_t kMostConcurrentCalls = 200;
constexpr unsigned kMostWritesAfterStop = 8;

cast_text textOf(const std::string& text) { return {text.data(), text.size()}; }

// A host that takes `room` bytes and counts how often the plugin goes on writing.
class FullSink {
 public:
  explicit FullSink(std::uint64_t room) : room_(room) {}
  FullSink(const FullSink&) = delete;
  FullSink& operator=(const FullSink&) = delete;

  const cast_sink* sink() const { return &sink_; }
  std::uint64_t writesAfterStop() const { return writesAfterStop_; }

 private:
  static std::int32_t write(void* context, const char*, std::uint64_t size) {
    auto& self = *static_cast<FullSink*>(context);
    if (self.stopped_) ++self.writesAfterStop_;
    if (size > self.room_) self.stopped_ = true;
    if (self.stopped_) return 0;
    self.room_ -= size;
    return 1;
  }

  std::uint64_t room_;
  bool stopped_ = false;
  std::uint64_t writesAfterStop_ = 0;
  cast_sink sink_{this, write};
};

std::uint64_t writesAfterStop(Subject& subject, const Call& call, std::uint64_t room) {
  FullSink first(room);
  FullSink second(room);
  const cast_plugin_table& plugin = subject.rawTable();
  subject.trace().doing(call.inWords() + ", into a sink of " + std::to_string(room) + " bytes");
  rawCall("the call", [&] {
    if (call.isConversion()) {
      const auto* converter =
          static_cast<const cast_converter*>(plugin.get_extension(CAST_EXTENSION_CONVERTER));
      return converter->convert(textOf(call.eventType), textOf(call.from), textOf(call.to),
                                textOf(call.payload), first.sink(), second.sink());
    }
    const auto* rules = static_cast<const cast_rules*>(plugin.get_extension(CAST_EXTENSION_RULES));
    return rules->judge(textOf(call.eventType), textOf(call.payload), first.sink(), second.sink());
  });
  return std::max(first.writesAfterStop(), second.writesAfterStop());
}

}  // namespace

std::string transcriptOf(Subject& subject) {
  std::string transcript;
  for (const Call& call : subject.exampleCalls()) {
    const Answer answer = subject.call(call);
    const std::size_t hash =
        std::hash<std::string>()(answer.result + '\0' + answer.pointer + '\0' + answer.reason);
    transcript +=
        call.inWords() + " -> " + (answer.done ? "done " : "refused ") + std::to_string(hash) + '\n';
  }
  return transcript;
}

void deterministic(Subject& subject, Findings& findings, const Settings&) {
  const std::vector<Call> calls = subject.exampleCalls();
  if (calls.empty()) return findings.skip("nothing of it can be called with an example");
  std::vector<Answer> answers;
  answers.reserve(calls.size());
  for (const Call& call : calls) answers.push_back(subject.call(call));
  for (std::size_t i = calls.size(); i-- > 0;)
    if (subject.call(calls[i]) != answers[i])
      findings.fail(calls[i].inWords() + ": a second call gives another answer than the first");
}

void concurrent(Subject& subject, Findings& findings, const Settings&) {
  std::vector<Call> calls = subject.exampleCalls();
  if (calls.empty()) return findings.skip("nothing of it can be called with an example");
  if (calls.size() > kMostConcurrentCalls) calls.resize(kMostConcurrentCalls);
  std::vector<Answer> alone;
  alone.reserve(calls.size());
  for (const Call& call : calls) alone.push_back(subject.call(call));

  const hub::PluginTable& plugin = subject.table();
  std::vector<std::atomic<bool>> differs(calls.size());
  std::atomic<unsigned> ready{0};
  const auto callAll = [&](unsigned offset) {
    ++ready;
    while (ready < kThreads) std::this_thread::yield();  // all at once
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const std::size_t at = (i + offset) % calls.size();
      if (make(calls[at], plugin) != alone[at]) differs[at] = true;
    }
  };
  subject.trace().doing("calling it from " + std::to_string(kThreads) + " threads at once");
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < kThreads; ++i) threads.emplace_back(callAll, i / 2);
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < calls.size(); ++i)
    if (differs[i])
      findings.fail(calls[i].inWords() + ": called from several threads it gives another answer than alone");
}

void sinksRespected(Subject& subject, Findings& findings, const Settings&) {
  const std::vector<Call> calls = subject.exampleCalls();
  if (calls.empty()) return findings.skip("nothing of it can be called with an example");
  for (const Call& call : calls) {
    if (findings.enough()) return;
    for (const std::uint64_t room : {std::uint64_t{0}, std::uint64_t{10}})
      if (const std::uint64_t writes = writesAfterStop(subject, call, room); writes > kMostWritesAfterStop)
        findings.fail(call.inWords() + ": it wrote " + std::to_string(writes) +
                      " times more after its host said stop");
  }
}

}  // namespace cast::validator
