#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/chosen_profiles.hpp"
#include "engine/commands.hpp"
#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"
#include "engine/schema_words.hpp"
#include "engine/step_parts.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kLongestBody = 400;

/// A check's steps in words, numbered as they are nested.
class Steps {
 public:
  Steps(const Json& definitions, std::ostream& out) : definitions_(definitions), out_(out) {}

  void explain(const Json& steps, const std::string& indent) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::string number = indent + std::to_string(i + 1) + ". ";
      out_ << number << stepWords(steps[i]) << '\n';
      explainParts(steps[i], std::string(number.size(), ' '));
    }
  }

 private:
  void explainParts(const Json& step, const std::string& indent) {
    if (step.at("do") == "http") explainBody(step, indent);
    for (const auto& [place, schema] : expectationsOf(step))
      out_ << indent << place.substr(1) << ": " << wordsOf(*schema) << '\n';
    if (step.contains("contains"))
      out_ << indent << "contains: " << step.at("contains").get<std::string>() << '\n';
    if (step.contains("steps")) explain(step.at("steps"), indent);
    if (!step.contains("branches")) return;
    for (const auto& branch : step.at("branches")) {
      out_ << indent << "side by side:\n";
      explain(branch, indent + "  ");
    }
  }

  void explainBody(const Json& step, const std::string& indent) {
    for (const char* member : {"json", "body"})
      if (step.contains(member)) out_ << indent << "body: " << compact(step.at(member), kLongestBody) << '\n';
  }

  /// References lead into the profile's definitions.
  std::string wordsOf(const Json& schema) const {
    Json whole = schema;
    if (whole.is_object()) whole["definitions"] = definitions_;
    return schemaWords(whole);
  }

  const Json& definitions_;
  std::ostream& out_;
};

void explain(const Check& check, const Suite& suite, std::ostream& out) {
  const std::string& subject = check.profile->subject;
  out << check.id << ": " << check.title << "\nprofile: " << check.profile->id << " (" << check.profile->file
      << ")\n";
  for (const auto& id : check.requirements) {
    const Requirement* cited = suite.requirement(id);
    out << "requirement " << id << " (" << textOf(cited->level) << "; " << cited->source << "; "
        << cited->section << "):\n  " << cited->text << '\n';
  }
  for (const auto& capability : check.capabilities) out << "needs: " << capability << '\n';
  out << "steps:\n";
  Steps(*check.profile->definitions, out).explain(*check.steps, "  ");
  out << "broken, it makes the " << subject << ' '
      << (check.level == Level::shall ? "not conformant" : "warned about, never not conformant") << '\n'
      << "to mend it: " << (check.hint.empty() ? "do what the requirement says" : check.hint) << '\n'
      << "to repeat it: cast-conformance "
      << (subject == "hub" ? "run --hub URL --token T --check " + check.id
                           : "client --check " + check.id + " -- COMMAND {hub_url} {token}")
      << '\n';
}

}  // namespace

ExitCode explainCommand(const Arguments& arguments, Suite& suite, std::ostream& out) {
  chosenProfiles(arguments, suite);
  if (arguments.others.empty())
    throw DataFault("explain needs the id of a check (cast-conformance list shows all)");
  for (const auto& id : arguments.others) {
    const Check* check = suite.check(id);
    if (check == nullptr)
      throw DataFault("there is no check '" + id + "'" + hintFor(id, suite.checkIds()) +
                      " (cast-conformance list shows all)");
    explain(*check, suite, out);
  }
  return ExitCode::conformant;
}

}  // namespace cast::conformance
