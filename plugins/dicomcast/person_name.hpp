// Person names: the text of PS3.5 section 6.2.1, the object of PS3.18 section F.2.2, and FHIR's HumanName.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace cast::dicomcast {

inline constexpr std::array<std::string_view, 3> kComponentGroups{"Alphabetic", "Ideographic", "Phonetic"};

/// The component groups of a PN value, each without trailing blanks; those without a component are left out.
nlohmann::json nameOfText(std::string_view text);

/// The text of a PN value whose members are strings.
std::string textOfName(const nlohmann::json& name);

/// One HumanName for each component group; an empty array for an empty name. The groups other than Alphabetic
/// say what they are by the extension iso21090-EN-representation.
nlohmann::json humanNamesOf(const std::string& text);

/// The text of a PN value from FHIR's names: of each representation the first. Empty where there is none.
std::string textOfHumanNames(const nlohmann::json& names);

}  // namespace cast::dicomcast
