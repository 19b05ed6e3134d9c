#include <map>
#include <nlohmann/json.hpp>

#include "engine/answer.hpp"
#include "engine/check_run.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

TlsVersion versionOf(const Step& step) {
  static const std::map<std::string, TlsVersion> versions{{"1.0", TlsVersion::v1_0},
                                                          {"1.1", TlsVersion::v1_1},
                                                          {"1.2", TlsVersion::v1_2},
                                                          {"1.3", TlsVersion::v1_3}};
  return versions.at(step.text("version"));
}

std::string wordsOf(const TlsAnswer& answer) {
  if (answer.state == TlsAnswer::State::accepted) return "accepted";
  const bool chosen = answer.state == TlsAnswer::State::brokenOff;
  return (chosen ? "chosen by the subject, then broken off (" : "refused (") + answer.reason + ")";
}

}  // namespace

StepResult tlsOpenStep(const Step& step) {
  const Url url = urlOf(step.run.subject().hub, step.run.subject());
  if (!url.endpoint.tls)
    throw VariableFault("a tls.open step needs a base URL of https: let its check need the capability https");
  const Recorder recorder(step.run.transcript(), "tls", Transport::tcp);
  const TlsAnswer answer = Connection::offerTls(url.endpoint, versionOf(step), step.deadline());
  const std::string note = "a handshake with TLS " + step.text("version") + ": " + wordsOf(answer);
  recorder.note(note);
  return judgeHandshake(step, note);
}

StepResult judgeHandshake(const Step& step, const std::string& note) {
  const std::string offer = "a handshake with TLS " + step.text("version") + ": ";
  const std::string expected = offer + step.text("expect");
  if (note.starts_with(expected)) return std::nullopt;
  return step.failure(expected, note);
}

}  // namespace cast::conformance
