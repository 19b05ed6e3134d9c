#include <nlohmann/json.hpp>

#include "engine/check_run.hpp"
#include "engine/journal.hpp"
#include "engine/other_runs.hpp"
#include "engine/party.hpp"
#include "engine/step.hpp"
#include "engine/steps.hpp"
#include "engine/stream_step.hpp"
#include "engine/subject.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

std::vector<int> statusesOf(const Step& step) {
  std::vector<int> statuses;
  if (step.has("statuses"))
    for (const auto& each : step.json.at("statuses"))
      statuses.push_back(each.is_number() ? each.get<int>() : CallbackServer::kCut);
  return statuses.empty() ? std::vector<int>{200} : statuses;
}

constexpr int kGone = 410;
std::optional<Identity> identityOf(const Step& step) {
  if (!step.has("certificate")) return std::nullopt;
  const auto& authority = step.run.subject().callbackAuthority;
  if (!authority)
    throw VariableFault("this run has no certificates for callbacks: it puts no hub to the test");
  return authority->identity(certificateOf(step.text("certificate")));
}

}  // namespace

void setUrlOf(const std::string& callback, const std::string& url, Variables& variables) {
  variables.set(callback + ".url", url);
  const std::size_t begin = url.find("://") + 3;
  variables.set(callback + ".authority", url.substr(begin, url.find('/', begin) - begin));
}

StepResult callbackOpenStep(const Step& step) {
  const std::string name = step.text("as");
  const std::vector<int> statuses = statusesOf(step);
  const bool silent = step.json.value("silent", false);
  auto party = std::make_unique<CallbackParty>();
  Inbox& inbox = party->inbox;
  auto answer = [&inbox, statuses, silent, session = step.variables.text("${session}"),
                 count = std::size_t{0}](const HttpMessage& request) mutable -> std::optional<int> {
    if (request.method != "POST") return 200;
    if (isOfAnotherRun(request.body, session)) return kGone;
    const int status = statuses[std::min(count++, statuses.size() - 1)];
    inbox.deliver(request.body, {}, {}, requestJson(request));
    return silent ? std::nullopt : std::optional<int>(status);
  };
  party->server = std::make_unique<CallbackServer>(
      step.run.subject().callbackHost, step.text("path", "/callback"), identityOf(step),
      Recorder(step.run.transcript(), name, Transport::callback), answer);
  if (step.json.value("held", false)) party->server->hold();
  setUrlOf(name, byChance([&party] { return party->server->url(); }), step.variables);
  step.run.addParty(name, std::move(party));
  return std::nullopt;
}

StepResult callbackReleaseStep(const Step& step) {
  dynamic_cast<CallbackParty&>(step.run.party(step.text("on"))).server->release();
  return std::nullopt;
}

/// Judges nothing: whether anything came, an expect-none tells.
StepResult callbackSettleStep(const Step& step) {
  dynamic_cast<CallbackParty&>(step.run.party(step.text("on"))).server->awaitCallers(step.deadline());
  return std::nullopt;
}

}  // namespace cast::conformance
