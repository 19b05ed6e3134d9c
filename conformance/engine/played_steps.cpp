#include <map>
#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/playback.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/stream_step.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

// The kinds of steps that touch the wire, done again from a transcript: what was sent is taken as sent, what
// came is judged by the same rules as it was when it came.

namespace cast::conformance {
namespace {

Playback& playback(const Step& step) { return *step.run.playback(); }

std::uint64_t connectionOf(const Step& step) {
  const StepRecord& record = Journal::current();
  if (record.connections.empty())
    throw PlaybackGap("the transcript holds no connection of the step " + step.pointer);
  return record.connections.front();
}

PlayedParty& partyOf(const Step& step) { return dynamic_cast<PlayedParty&>(step.run.party(step.text("on"))); }

Failure notOpen(const Step& step, const Party& party) {
  return step.failure("the open connection " + step.text("on"), "it is not open: " + party.notOpen);
}

StepResult playedHttp(const Step& step) {
  return judgeExchange(step, playback(step).answerOn(connectionOf(step), step.text("method") == "HEAD"));
}

StepResult playedRaw(const Step& step) {
  return judgeRaw(step, playback(step).answerOn(connectionOf(step), false));
}

std::string sentHeader(const std::string& request, const std::string& name) {
  const std::size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

StepResult playedWebSocketOpen(const Step& step) {
  const std::uint64_t connection = connectionOf(step);
  const HttpOutcome outcome = playback(step).answerOn(connection, false);
  const HttpMessage& answer = outcome.answer;
  if (!outcome.answered()) return step.failure("an answer to the handshake", outcome.words());
  if (StepResult failure = judgeAnswer(step, answer)) return failure;
  const std::string& request = playback(step).requestOn(connection).text;
  const std::string defect = handshakeDefect(answer, sentHeader(request, "Sec-WebSocket-Key"),
                                             sentHeader(request, "Sec-WebSocket-Protocol"));
  const bool mustSucceed = !step.has("expect") || answer.status == 101;
  if (mustSucceed && !defect.empty())
    return step.failure("a successful opening handshake (status 101)",
                        answer.status == 101 ? defect : answerWords(answer));
  auto party = std::make_unique<PlayedParty>(playback(step), connection);
  party->notOpen = defect;
  step.run.addParty(step.text("as"), std::move(party));
  return std::nullopt;
}

/// Whether the step waited in vain, although what it waited for may be in the transcript: it came too late.
bool sawNothing() { return Journal::seenThen().value_or(1) == 0; }

/// The mark of the probes that were published in this step, as the transcript shows them.
std::string probeMark(const Step& step) {
  const StepRecord& record = Journal::current();
  const auto& exchanges = playback(step).exchanges();
  for (std::size_t i = record.from; i < std::min(record.to, exchanges.size()); ++i) {
    const bool mine = std::find(record.connections.begin(), record.connections.end(),
                                exchanges[i].connection) != record.connections.end();
    if (!mine || exchanges[i].actor != "probe" || exchanges[i].direction != Direction::sent) continue;
    const std::string member = "\"probe\":\"";
    const std::size_t at = exchanges[i].text.find(member);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + member.size();
    return exchanges[i].text.substr(begin, exchanges[i].text.find('.', begin) - begin);
  }
  throw PlaybackGap("the transcript holds no probe of the step " + step.pointer);
}

StepResult playedProbe(const Step& step, PlayedParty& party) {
  if (sawNothing())
    return step.failure("a subscription in force: a probe event arrives", "none arrived in time");
  party.deliverUntil(Journal::current().to);
  if (party.inbox.awaitProbe(probeMark(step), step.deadline())) return std::nullopt;
  return step.failure("a subscription in force: a probe event arrives", "none of the probe events arrived");
}

StepResult playedSubscribe(const Step& step) {
  PlayedParty& party = partyOf(step);
  if (!party.notOpen.empty()) return notOpen(step, party);
  return playedProbe(step, party);
}

StepResult playedSend(const Step& step) {
  const PlayedParty& party = partyOf(step);
  if (party.notOpen.empty() || step.json.value("ifOpen", false)) return std::nullopt;
  return notOpen(step, party);
}

StepResult playedPing(const Step& step) {
  PlayedParty& party = partyOf(step);
  const bool barrier = step.json.value("barrier", false);
  if (!party.notOpen.empty() && barrier) return std::nullopt;  // nothing was sent
  if (!party.notOpen.empty()) return notOpen(step, party);
  const bool came = !sawNothing() && party.hasPong(step.text("payload", "cast"));
  if (came || barrier) return std::nullopt;
  const std::string ended = party.inbox.ended();
  return step.failure("a pong with the bytes of the ping",
                      ended.empty() ? "none within the time limit" : ended);
}

StepResult playedClose(const Step& step) {
  PlayedParty& party = partyOf(step);
  if (!party.notOpen.empty()) return notOpen(step, party);
  party.endedByUs = true;
  if (step.json.value("abrupt", false)) return std::nullopt;
  const auto end = sawNothing() ? std::nullopt : party.end();
  if (!end) return step.failure("an answering close frame", "none within the time limit");
  if (!end->defect.empty() || end->code == 1006)
    return step.failure("an answering close frame", end->words());
  return std::nullopt;
}

StepResult playedExpectClose(const Step& step) {
  PlayedParty& party = partyOf(step);
  if (!party.notOpen.empty()) return notOpen(step, party);
  const auto end = sawNothing() ? std::nullopt : party.end();
  if (!end) return step.failure("the subject closes the connection", "it was still open");
  party.endedByUs = true;
  if (step.has("code") && !step.expectation(step.json.at("code")).fits(end->code))
    return step.failure("close code " + step.expectation(step.json.at("code")).words(), end->words());
  if (step.has("reason") && !step.expectation(step.json.at("reason")).fits(end->reason))
    return step.failure("a close reason that is " + step.expectation(step.json.at("reason")).words(),
                        end->words());
  return std::nullopt;
}

StepResult playedStreamOpen(const Step& step) {
  const std::uint64_t connection = connectionOf(step);
  const HttpOutcome outcome = playback(step).answerOn(connection, false);
  const bool stream = outcome.answered() && isStream(outcome.answer);
  if (!outcome.answered()) return step.failure("an answer", outcome.words());
  if (StepResult failure = judgeAnswer(step, outcome.answer)) return failure;
  if (!stream && !step.has("expect"))
    return step.failure("status 200 and Content-Type text/event-stream", answerWords(outcome.answer));
  auto party = std::make_unique<PlayedParty>(playback(step), connection);
  PlayedParty& opened = *party;
  if (!stream) {
    party->notOpen = answerWords(outcome.answer);
    party->inbox.end("no stream was opened: " + party->notOpen);
  }
  step.run.addParty(step.text("as"), std::move(party));
  return stream && probes(step) ? playedProbe(step, opened) : std::nullopt;
}

StepResult playedStreamClose(const Step& step) {
  partyOf(step).endedByUs = true;
  return std::nullopt;
}

StepResult playedCallbackOpen(const Step& step) {
  const std::string name = step.text("as");
  setUrlOf(name, byChance([] { return std::string(); }), step.variables);
  step.run.addParty(name, std::make_unique<PlayedParty>(playback(step), connectionOf(step)));
  return std::nullopt;
}

StepResult playedStall(const Step&) { return std::nullopt; }  // what was not read is not in the transcript

StepResult playedCallbackRelease(const Step&) { return std::nullopt; }  // what then came is in the transcript

/// Who called by its end is there now.
StepResult playedCallbackSettle(const Step&) { return std::nullopt; }

StepResult playedTlsOpen(const Step& step) {
  return judgeHandshake(step, playback(step).noteOn(connectionOf(step)).summary);
}

/// As often as it was done then; where it waited for a message, what had come by its end decides.
StepResult playedRepeat(const Step& step) {
  const StepRecord record = Journal::current();
  const std::size_t times = step.has("times") ? step.json.at("times").get<std::size_t>()
                                              : playback(step).times(record.step + "/steps/0", record);
  for (std::size_t i = 1; i <= times; ++i) {
    step.variables.set(step.json.value("index", "INDEX"), i);
    if (StepResult failure =
            step.run.runSteps(step.json.at("steps"), step.pointer + "/steps", step.variables))
      return failure;
    if (i < times && !step.has("times")) Journal::seenThen();  // the last look decides
  }
  if (step.has("times")) return std::nullopt;
  step.run.deliverUntil(record.to);
  const Json& until = step.json.at("until");
  const Expectation wanted = step.expectation(until.at("json"));
  const auto fits = [&wanted](const Message& message) {
    return message.defect.empty() && wanted.fits(*message.json);
  };
  if (step.run.party(until.at("from")).inbox.take(fits, step.deadline())) return std::nullopt;
  return step.failure("at " + until.at("from").get<std::string>() + " a message " + wanted.words(),
                      "none came in time");
}

StepResult unplayable(const Step& step) {
  throw PlaybackGap("a step of the kind " + step.json.at("do").get<std::string>() +
                    " can't be judged from a transcript");
}

}  // namespace

PlayedStep playedStep(const std::string& kind) {
  static const std::map<std::string, PlayedStep> kinds{
      {"http", &playedHttp},
      {"raw", &playedRaw},
      {"websocket.open", &playedWebSocketOpen},
      {"websocket.send", &playedSend},
      {"websocket.subscribe", &playedSubscribe},
      {"websocket.ping", &playedPing},
      {"websocket.stall", &playedStall},
      {"websocket.close", &playedClose},
      {"websocket.expect-close", &playedExpectClose},
      {"sse.open", &playedStreamOpen},
      {"sse.stall", &playedStall},
      {"sse.close", &playedStreamClose},
      {"callback.open", &playedCallbackOpen},
      {"callback.release", &playedCallbackRelease},
      {"callback.settle", &playedCallbackSettle},
      {"tls.open", &playedTlsOpen},
      {"repeat", &playedRepeat},
  };
  if (kind.starts_with("hub.") || kind.starts_with("client.")) return &unplayable;
  const auto found = kinds.find(kind);
  return found == kinds.end() ? nullptr : found->second;
}

bool holdsSteps(const std::string& kind) {
  return kind == "repeat" || kind == "concurrently" || kind == "measure";
}

}  // namespace cast::conformance
