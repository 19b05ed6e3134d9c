#include "fhir_codes.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cast::dicomcast {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// PS3.16 section 8.2 and FHIR's list of code systems.
constexpr std::array kSchemes{
    Pair{"SCT", kSnomedSystem},
    Pair{"SRT", "http://snomed.info/srt"},
    Pair{"DCM", kDcmSystem},
    Pair{"LN", "http://loinc.org"},
    Pair{"UCUM", "http://unitsofmeasure.org"},
    Pair{"RADLEX", "http://www.radlex.org"},
    Pair{"RXNORM", "http://www.nlm.nih.gov/research/umls/rxnorm"},
    Pair{"I10", "http://hl7.org/fhir/sid/icd-10"},
    Pair{"C4", "http://www.ama-assn.org/go/cpt"},
};

constexpr std::array kSides{Pair{"R", "24028007"}, Pair{"L", "7771000"}};

template <std::size_t size>
std::string_view secondOf(const std::array<Pair, size>& pairs, std::string_view first) {
  const auto* pair =
      std::find_if(pairs.begin(), pairs.end(), [&](const Pair& each) { return each.first == first; });
  return pair == pairs.end() ? std::string_view() : pair->second;
}

template <std::size_t size>
std::string_view firstOf(const std::array<Pair, size>& pairs, std::string_view second) {
  const auto* pair =
      std::find_if(pairs.begin(), pairs.end(), [&](const Pair& each) { return each.second == second; });
  return pair == pairs.end() ? std::string_view() : pair->first;
}

}  // namespace

std::string_view systemOfScheme(std::string_view designator) { return secondOf(kSchemes, designator); }
std::string_view schemeOfSystem(std::string_view system) { return firstOf(kSchemes, system); }
std::string_view codeOfLaterality(std::string_view laterality) { return secondOf(kSides, laterality); }
std::string_view lateralityOfCode(std::string_view code) { return firstOf(kSides, code); }

}  // namespace cast::dicomcast
