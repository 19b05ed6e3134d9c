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

void explainSteps(const Json& steps, const std::string& indent, std::ostream& out) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Json& step = steps[i];
    const std::string number = indent + std::to_string(i + 1) + ". ";
    out << number << stepWords(step) << '\n';
    const std::string deeper(number.size(), ' ');
    for (const auto& [place, schema] : expectationsOf(step))
      out << deeper << place.substr(1) << ": " << schemaWords(*schema) << '\n';
    if (step.contains("contains"))
      out << deeper << "contains: " << step.at("contains").get<std::string>() << '\n';
    if (step.contains("steps")) explainSteps(step.at("steps"), deeper, out);
    if (!step.contains("branches")) continue;
    for (const auto& branch : step.at("branches")) {
      out << deeper << "side by side:\n";
      explainSteps(branch, deeper + "  ", out);
    }
  }
}

void explain(const Check& check, const Suite& suite, std::ostream& out) {
  out << check.id << ": " << check.title << "\nprofile: " << check.profile->id << " (" << check.profile->file
      << ")\n";
  for (const auto& id : check.requirements) {
    const Requirement* cited = suite.requirement(id);
    out << "requirement " << id << " (" << textOf(cited->level) << "; " << cited->source << "; "
        << cited->section << "):\n  " << cited->text << '\n';
  }
  for (const auto& capability : check.capabilities) out << "needs: " << capability << '\n';
  out << "steps:\n";
  explainSteps(*check.steps, "  ", out);
  if (!check.hint.empty()) out << "hint: " << check.hint << '\n';
  out << "broken, it makes the hub "
      << (check.level == Level::shall ? "not conformant" : "warned about, never not conformant") << '\n';
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
