#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/chosen_profiles.hpp"
#include "engine/commands.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

Json checkJson(const Check& check) {
  return {{"id", check.id},
          {"profile", check.profile->id},
          {"title", check.title},
          {"section", check.section},
          {"level", textOf(check.level)},
          {"requirements", check.requirements},
          {"capabilities", check.capabilities},
          {"tags", check.tags}};
}

}  // namespace

ExitCode listCommand(const Arguments& arguments, Suite& suite, std::ostream& out) {
  Json list = Json::array();
  for (const Profile* profile : chosenProfiles(arguments, suite)) {
    if (!arguments.has("json"))
      out << profile->id << " " << profile->version << ": " << profile->title << " ("
          << profile->checks.size() << " checks for a " << profile->subject << ")\n";
    for (const auto& check : profile->checks) {
      if (arguments.has("json"))
        list.push_back(checkJson(check));
      else
        out << "  " << check.id << ": " << check.title << '\n';
    }
  }
  if (arguments.has("json")) out << list.dump(2) << '\n';
  return ExitCode::conformant;
}

}  // namespace cast::conformance
