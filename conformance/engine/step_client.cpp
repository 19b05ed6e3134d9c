#include <Poco/String.h>

#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/check_run.hpp"
#include "engine/client_party.hpp"
#include "engine/profile.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"
#include "wire/network_failure.hpp"

namespace cast::conformance {
namespace {

ClientParty& clientOf(const Step& step) {
  return dynamic_cast<ClientParty&>(step.run.party(step.text("on")));
}

/// What stands for {NAME} in the subject's command and environment.
std::map<std::string, std::string> placeholders(const Step& step, const ClientHub& hub) {
  const Subject& subject = step.run.subject();
  return {{"{hub_url}", hub.url()},
          {"{ws_url}", hub.webSocketUrl()},
          {"{sse_url}", hub.url() + subject.ssePath},
          {"{token}", subject.token},
          {"{token_file}", subject.client.tokenFile},
          {"{ca_file}", subject.client.caFile},
          {"{session}", step.variables.text("${session}")},
          {"{user}", subject.client.user},
          {"{check}", step.run.check().id}};
}

std::string filled(std::string word, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) Poco::replaceInPlace(word, name, value);
  return word;
}

void start(ClientParty& party, HubParty& hub, const Step& step) {
  const auto values = placeholders(step, *hub.hub);
  std::vector<std::string> words;
  for (const auto& word : step.run.subject().client.command) words.push_back(filled(word, values));
  std::map<std::string, std::string> environment;
  for (const auto& [name, value] : step.run.subject().client.environment)
    environment[name] = filled(value, values);
  const Recorder recorder(step.run.transcript(), step.text("as"), Transport::runner);
  std::string command;
  for (const auto& word : words) command += (command.empty() ? "" : " ") + word;
  recorder.note("starts: " + command);
  ClientParty* client = &party;
  const std::weak_ptr<ClientHub> its = hub.hub;
  party.process = std::make_unique<ChildProcess>(
      words, environment,
      ChildProcess::Listener{[client, recorder](bool error, const std::string& line) {
                               recorder.received(error ? "standard error" : "standard output", line);
                               client->hear(error, line);
                             },
                             [client, its, recorder](const std::string& how) {
                               recorder.note(how);
                               {
                                 const std::scoped_lock lock(client->mutex);
                                 client->ended = true;
                                 client->changed.notify_all();
                               }
                               const std::string last = client->lastWords();
                               client->inbox.end(how + (last.empty() ? "" : ", its last words: " + last));
                               if (const auto there = its.lock()) there->clientIsGone();
                             }});
}

void ask(const Step& step, const ClientHub& hub) {
  std::ostream* out = step.run.subject().client.prompts;
  if (out == nullptr) return;
  *out << step.run.check().id << ": start your client now (or load its page again): hub " << hub.url()
       << ", WebSocket " << hub.webSocketUrl() << ", session " << step.variables.text("${session}")
       << std::endl;
}

/// The UTF-8 character that begins there.
std::string characterAt(const std::string& text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return text.substr(at, end - at);
}

/// A pattern for a character as JSON may escape it.
std::string escaped(const std::string& character) {
  std::string pattern;
  for (const char c : Json(character).dump(-1, ' ', true)) {
    if (c == '\\') pattern += '\\';
    if (c != '"') pattern += c;
  }
  return pattern;
}

/// The pattern with the marker in its place, its special characters taken literally, others also as JSON
/// escapes them.
std::string patternFor(const Step& step, const char* member) {
  std::string marker;
  const std::string text = step.text(member);
  for (std::size_t at = 0; at < text.size();) {
    const std::string character = characterAt(text, at);
    at += character.size();
    if (character.size() > 1) {
      marker += "(?:" + character + "|(?i:" + escaped(character) + "))";
      continue;
    }
    if (std::string_view("\\^$.[]|()?*+{}").find(character) != std::string_view::npos) marker += '\\';
    marker += character;
  }
  return Poco::replace(step.run.subject().client.effect, std::string("{marker}"), marker);
}

int signalNamed(const std::string& name) {
  return name == "SIGINT" ? SIGINT : name == "SIGKILL" ? SIGKILL : name == "SIGHUP" ? SIGHUP : SIGTERM;
}

}  // namespace

StepResult clientStartStep(const Step& step) {
  const Subject& subject = step.run.subject();
  auto& hub = dynamic_cast<HubParty&>(step.run.party(step.text("hub")));
  auto added = std::make_unique<ClientParty>();
  ClientParty& party = *added;
  step.run.addParty(step.text("as"), std::move(added));
  if (subject.client.command.empty())
    ask(step, *hub.hub);
  else
    start(party, hub, step);
  if (hub.hub->awaitContact(Deadline::in(subject.client.startsWithin))) return std::nullopt;
  const std::string wanted = "within " + std::to_string(subject.client.startsWithin.count()) +
                             " ms after its start a connection of the client's";
  const std::string end = party.inbox.ended();
  const std::string came = end.empty() ? "none came" : "the client ended before it connected";
  if (hub.hub->isOverTls())  // whether it would have looked at the certificate is not known
    throw NetworkFailure("the client did not start: " + wanted + ": " + came +
                         (end.empty() ? "" : ": " + end));
  Failure failure = step.failure(wanted, came);
  failure.hint = "Run the client's command by hand, and see why it does not connect to {hub_url}.";
  return failure;
}

StepResult clientInputStep(const Step& step) {
  if (auto& client = clientOf(step); client.process) client.process->write(step.content() + "\n");
  return std::nullopt;
}

StepResult clientShowsStep(const Step& step) {
  ClientParty& client = clientOf(step);
  const std::string pattern = patternFor(step, "marker");
  if (!step.has("count")) {
    const std::string before = step.has("after") ? patternFor(step, "after") : "";
    if (client.awaitLine(pattern, step.deadline(), before)) return std::nullopt;
    return step.failure("within " + std::to_string(step.timeout().count()) +
                            " ms a line of the client's that shows the effect of '" + step.text("marker") +
                            "'" + (before.empty() ? "" : ", after that of '" + step.text("after") + "'") +
                            ": one in which " + pattern + " is found",
                        "none");
  }
  const int wanted = step.json.at("count");
  const int count = client.countLines(pattern);
  if (count == wanted) return std::nullopt;
  return step.failure("'" + step.text("marker") + "' has " + std::to_string(wanted) +
                          " effect(s): lines in which " + pattern + " is found",
                      std::to_string(count));
}

StepResult clientEndStep(const Step& step) {
  ClientParty& client = clientOf(step);
  if (!client.process) return std::nullopt;
  client.endedByUs = true;
  if (step.has("signal")) client.process->signal(signalNamed(step.text("signal")));
  const auto exit = client.process->awaitExit(step.deadline());
  const std::string limit = "within " + std::to_string(step.timeout().count()) + " ms ";
  if (!exit) return step.failure(limit + "the client's end", "it goes on");
  if (!step.has("exit")) return std::nullopt;
  const Expectation wanted = step.expectation(step.json.at("exit"));
  if (const auto mismatch = wanted.mismatch(*exit))
    return step.failure("an exit code " + wanted.words(),
                        std::to_string(*exit) + ", its last words: " + client.lastWords());
  return std::nullopt;
}

}  // namespace cast::conformance
