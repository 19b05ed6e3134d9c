#include "validator/judge/examples.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace cast::validator {
namespace {

std::set<std::string> schemasOf(const VariantData& data) {
  std::set<std::string> schemas;
  for (const EventType& event : data.events) schemas.insert(event.schema);
  for (const Format& format : data.formats) schemas.insert(format.schema);
  return schemas;
}

std::string nameOf(const Example& example) {
  return "the example `" + example.name + "` of " + example.schema;
}

// What schema and rules have against the payload as one of the event type; empty for nothing.
std::string refusalOf(Subject& subject, const EventType& event, const Example& example) {
  if (std::string misfit = subject.misfitOfEvent(event.name, example.payload); !misfit.empty()) return misfit;
  const Answer answer = subject.call({event.name, {}, {}, example.payload, "about " + nameOf(example)});
  if (!answer.broken.empty()) return answer.broken;
  return answer.done ? "" : "at \"" + answer.pointer + "\": " + answer.reason;
}

// `take(what it is held against, what that has against it)`, for all that the example's schema belongs to.
template <typename Take>
void holdAgainstAll(Subject& subject, const Example& example, const Take& take) {
  for (const EventType& event : subject.data().events)
    if (event.schema == example.schema) take(event.name, refusalOf(subject, event, example));
  for (const Format& format : subject.data().formats)
    if (format.schema == example.schema)
      take("the format `" + format.name + "`", subject.misfitOfFormat(format.name, example.payload));
}

}  // namespace

void examplesReadable(Subject& subject, Findings& findings, const Settings&) {
  const std::set<std::string> schemas = schemasOf(subject.data());
  std::set<std::string> names;
  for (const Example& example : subject.examples()) {
    if (schemas.count(example.schema) == 0)
      findings.fail(nameOf(example) + " belongs to no schema of the manifest");
    if (!names.insert((example.accepted ? "+" : "-") + nameOf(example)).second)
      findings.fail(nameOf(example) + " is there twice");
  }
}

void examplesAccepted(Subject& subject, Findings& findings, const Settings&) {
  for (const Example& example : subject.examples()) {
    if (!example.accepted) continue;
    holdAgainstAll(subject, example, [&](const std::string& what, const std::string& refusal) {
      if (!refusal.empty())
        findings.fail(
            std::string(what).append(" refuses ").append(nameOf(example)).append(" ").append(refusal));
    });
  }
}

void counterExamplesRefused(Subject& subject, Findings& findings, const Settings&) {
  for (const Example& example : subject.examples()) {
    if (example.accepted) continue;
    holdAgainstAll(subject, example, [&](const std::string& what, const std::string& refusal) {
      if (refusal.empty()) findings.fail(what + " accepts " + nameOf(example) + ", a counter-example");
    });
  }
}

void examplesOfBothKinds(Subject& subject, Findings& findings, const Settings&) {
  for (const std::string& schema : schemasOf(subject.data())) {
    for (const bool accepted : {true, false}) {
      const bool shown = std::any_of(
          subject.examples().begin(), subject.examples().end(),
          [&](const Example& example) { return example.schema == schema && example.accepted == accepted; });
      if (!shown) findings.warn(schema + " has no " + (accepted ? "example" : "counter-example"));
    }
  }
}

}  // namespace cast::validator
