#include "engine/mutation_score.hpp"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

namespace cast::conformance {
namespace {

constexpr int kNameWidth = 22;
constexpr int kCountWidth = 10;

std::string percent(std::size_t part, std::size_t whole) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << 100.0 * static_cast<double>(part) / static_cast<double>(whole)
       << " %";
  return text.str();
}

std::string rowName(std::size_t harm) {
  return harm == 0 ? "break another promise" : "an event " + nameOf(static_cast<Harm>(harm));
}

}  // namespace

MutationScore::MutationScore(const std::vector<Mutant>& mutants, const std::vector<Fairness>& fairness)
    : fairSubjects_(fairness.size()) {
  for (const auto& mutant : mutants)
    for (Row* row : {&all_, &ofHarm_.at(static_cast<std::size_t>(mutant.fault.harm))}) {
      ++row->faults;
      if (mutant.killed()) ++row->killed;
      if (mutant.asMeant()) ++row->asIntended;
    }
  for (const auto& each : fairness)
    if (!each.asMeant()) ++blamed_;
}

bool MutationScore::reaches(int percent) const {
  bool eventsAreSafe = true;
  for (std::size_t harm = 1; harm < ofHarm_.size(); ++harm)
    eventsAreSafe = eventsAreSafe && ofHarm_.at(harm).asIntended == ofHarm_.at(harm).faults;
  return eventsAreSafe && blamed_ == 0 &&
         all_.asIntended * 100 >= all_.faults * static_cast<std::size_t>(percent);
}

void MutationScore::printRow(std::ostream& out, const char* name, const Row& row) {
  if (row.faults == 0) return;
  out << std::left << std::setw(kNameWidth) << name << std::right << std::setw(kCountWidth) << row.faults
      << std::setw(kCountWidth) << row.killed << std::setw(kCountWidth) << row.asIntended
      << std::setw(kCountWidth) << row.faults - row.killed << std::setw(kCountWidth + 2)
      << percent(row.asIntended, row.faults) << '\n';
}

void MutationScore::print(std::ostream& out) const {
  if (all_.faults > 0) {
    out << std::left << std::setw(kNameWidth) << "faults by their harm" << std::right;
    for (const char* head : {"faults", "killed", "as meant", "survived"})
      out << std::setw(kCountWidth) << head;
    out << std::setw(kCountWidth + 2) << "score" << '\n';
    for (std::size_t harm = 1; harm < ofHarm_.size(); ++harm)
      printRow(out, rowName(harm).c_str(), ofHarm_.at(harm));
    printRow(out, rowName(0).c_str(), ofHarm_.front());
    printRow(out, "all", all_);
  }
  if (fairSubjects_ > 0)
    out << "subjects without a fault: " << fairSubjects_ << ", of them blamed: " << blamed_ << '\n';
}

Json MutationScore::json() const {
  Json json{{"faults", all_.faults},    {"killed", all_.killed},         {"asIntended", all_.asIntended},
            {"byHarm", Json::object()}, {"fairSubjects", fairSubjects_}, {"blamed", blamed_}};
  for (std::size_t harm = 0; harm < ofHarm_.size(); ++harm) {
    const Row& row = ofHarm_.at(harm);
    json["byHarm"][nameOf(static_cast<Harm>(harm))] = {
        {"faults", row.faults}, {"killed", row.killed}, {"asIntended", row.asIntended}};
  }
  return json;
}

}  // namespace cast::conformance
