#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/check_run.hpp"
#include "engine/client_party.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

ClientHub& hubOf(const Step& step) { return *dynamic_cast<HubParty&>(step.run.party(step.text("on"))).hub; }

std::optional<Identity> identityOf(const Step& step) {
  const std::string kind = step.text("certificate");
  if (kind.empty()) return std::nullopt;
  const ClientSettings& client = step.run.subject().client;
  if (!client.authority) throw VariableFault("this run has no certificates: it puts no client to the test");
  return client.authority->identity(certificateOf(kind));
}

std::string within(const Step& step) { return "within " + std::to_string(step.timeout().count()) + " ms "; }

std::string milliseconds(const std::vector<double>& pauses) {
  std::string words;
  for (const double pause : pauses)
    words += (words.empty() ? "" : ", ") + std::to_string(static_cast<int>(pause)) + " ms";
  return words;
}

std::vector<double> pausesOf(const std::vector<double>& attempts) {
  std::vector<double> pauses;
  for (std::size_t i = 1; i < attempts.size(); ++i) pauses.push_back(attempts[i] - attempts[i - 1]);
  return pauses;
}

constexpr Milliseconds kPong{2000};  ///< for a pong that only tells that all is read
constexpr std::size_t kFirstPauses = 2;
constexpr std::size_t kMostAttempts = 16;  ///< by then pauses have grown, however much chance is in them
constexpr double kGrowth = 1.5;

/// Whether a later pause is clearly longer than the first ones. Chance may well shorten the last one.
bool grows(const std::vector<double>& pauses, double to) {
  if (pauses.size() <= kFirstPauses) return false;
  const auto later = pauses.begin() + kFirstPauses;
  const double first = *std::max_element(pauses.begin(), later);
  return *std::max_element(later, pauses.end()) >= std::max(to, kGrowth * first);
}

}  // namespace

StepResult hubOpenStep(const Step& step) {
  const Subject& subject = step.run.subject();
  const std::string name = step.text("as");
  HubConduct conduct;
  conduct.host = subject.callbackHost;
  conduct.port = subject.client.port;
  conduct.identity = identityOf(step);
  if (conduct.identity) conduct.identity->obsolete = step.text("tls") == "1.1";
  conduct.token = subject.token;
  conduct.ssePath = subject.ssePath;
  conduct.lease = Milliseconds(step.json.value("leaseMs", conduct.lease.count()));
  conduct.acknowledges = step.json.value("acknowledge", false);
  auto party = std::make_unique<HubParty>();
  party->hub = std::make_shared<ClientHub>(std::move(conduct), step.run.transcript(), name, party->inbox);
  step.variables.set(name + ".url", party->hub->url());
  step.run.addParty(name, std::move(party));
  return std::nullopt;
}

StepResult hubAnswerStep(const Step& step) {
  const Json& with = step.json.at("with");
  const int status = with.is_number() ? with.get<int>() : with == "cut" ? 0 : with == "silence" ? -1 : 200;
  hubOf(step).answer(step.text("to"), {status, step.json.value("times", 0)});
  return std::nullopt;
}

StepResult hubAwayStep(const Step& step) {
  hubOf(step).setAway(true);
  return std::nullopt;
}

StepResult hubBackStep(const Step& step) {
  hubOf(step).setAway(false);
  return std::nullopt;
}

StepResult hubNotifyStep(const Step& step) {
  ClientHub::Notification notification;
  notification.text = step.content();
  notification.opcode = step.json.value("opcode", opcode::kText);
  notification.fragments = step.json.value("fragments", 1U);
  notification.id = step.text("id");
  if (hubOf(step).notify(notification, step.deadline())) return std::nullopt;
  return step.failure(within(step) + "a subscription to notify", "the client has none");
}

StepResult hubSendStep(const Step& step) {
  if (hubOf(step).sendRaw(step.content(), step.deadline())) return std::nullopt;
  return step.failure(within(step) + "a WebSocket or event stream of the client's", "there is none");
}

StepResult hubPingStep(const Step& step) {
  const std::string payload = step.text("payload", "are you there");
  const bool judges = !step.json.value("barrier", false);
  if (hubOf(step).ping(payload, step.deadline()) || !judges) return std::nullopt;
  return step.failure(within(step) + "a pong with the ping's bytes (RFC 6455, 5.5.3)",
                      "no pong, or no WebSocket");
}

StepResult hubCloseStep(const Step& step) {
  if (step.json.value("abrupt", false))
    hubOf(step).drop();
  else
    hubOf(step).close(step.json.value("code", 1000), step.text("reason"));
  return std::nullopt;
}

/// How a client comes back is judged by the moments of its own attempts.
StepResult hubExpectAttemptsStep(const Step& step) {
  const auto count = step.json.at("count").get<std::size_t>();
  const bool mustGrow = step.has("growsToMs");
  const double growsTo = step.json.value("growsToMs", 0.0);
  const Deadline deadline = step.deadline();
  auto attempts = hubOf(step).awaitAttempts(count, deadline);
  const auto undecided = [&] {
    return mustGrow && attempts.size() < kMostAttempts && !grows(pausesOf(attempts), growsTo);
  };
  while (undecided() && !deadline.passed())
    attempts = hubOf(step).awaitAttempts(attempts.size() + 1, deadline);
  if (attempts.size() < std::min<std::size_t>(count, 2))
    return step.failure(within(step) + std::to_string(count) + " attempts to connect",
                        std::to_string(attempts.size()));
  const auto pauses = pausesOf(attempts);
  if (!mustGrow || pauses.size() <= kFirstPauses || grows(pauses, growsTo)) return std::nullopt;
  return step.failure("pauses between attempts that grow, to " + milliseconds({growsTo}) + " at least",
                      milliseconds(pauses));
}

StepResult hubExpectPublishedStep(const Step& step) {
  const ClientSettings& client = step.run.subject().client;
  const auto wanted = static_cast<std::size_t>(client.publishes);
  const Deadline deadline = step.deadline();
  hubOf(step).awaitPublished(wanted, client.identity, deadline);
  hubOf(step).settle(client.ends, deadline.atMostIn(client.ends ? step.timeout() : kPong));
  if (step.json.value("barrier", false)) return std::nullopt;
  const auto found = hubOf(step).awaitPublished(0, client.identity, deadline);
  std::string came;
  for (const auto& [identity, times] : found)
    came +=
        (came.empty() ? ": " : ", ") + identity + (times > 1 ? " (" + std::to_string(times) + " times)" : "");
  const std::string expected = "the " + std::to_string(wanted) +
                               " events that the subject file says it publishes, by " + client.identity +
                               ", each accepted once";
  const bool doubled =
      std::any_of(found.begin(), found.end(), [](const auto& each) { return each.second > 1; });
  if (found.size() == wanted && !doubled) return std::nullopt;
  return step.failure(within(step) + expected, std::to_string(found.size()) + came);
}

}  // namespace cast::conformance
