#include "reports/attestation/statement.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "reports/attestation/canonical_json.hpp"

namespace cast::report {
namespace {

using Json = nlohmann::json;

Json picked(const Json& object, std::initializer_list<const char*> members) {
  Json copy = Json::object();
  for (const char* member : members)
    if (object.contains(member)) copy[member] = object.at(member);
  return copy;
}

// How much of what the specification says was shown.
Json coverageOf(const Json& requirements) {
  Json coverage{{"requirements", requirements.size()}};
  for (const Json& requirement : requirements) {
    Json& count = coverage[requirement.at("verdict").get_ref<const std::string&>()];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return coverage;
}

// Each by its id and verdict, all else of it by a digest.
Json verdictsOf(const Json& list) {
  Json verdicts = Json::array();
  for (const Json& each : list)
    verdicts.push_back(
        {{"id", each.at("id")}, {"verdict", each.at("verdict")}, {"sha256", canonicalDigest(each)}});
  return verdicts;
}

std::string shown(const Json& value) {
  const std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() <= 120 ? text : text.substr(0, 120) + "...";
}

// "/checks/3 (users.everyone)": the place in the result of an entry of the lists of verdicts.
std::string placeOf(const Json& statement, const std::string& list, std::size_t index) {
  return "/" + list + "/" + std::to_string(index) + " (" +
         statement.at(list).at(index).at("id").get_ref<const std::string&>() + ")";
}

void compareLists(const Json& asSigned, const Json& asIs, const std::string& list,
                  std::vector<std::string>& found) {
  const std::size_t size = asSigned.at(list).size();
  if (asIs.at(list).size() != size) {
    found.push_back("/" + list + ": " + std::to_string(size) + " were signed, here are " +
                    std::to_string(asIs.at(list).size()));
    return;
  }
  for (std::size_t i = 0; i < size; ++i) {
    const Json& before = asSigned.at(list).at(i);
    const Json& now = asIs.at(list).at(i);
    if (before == now) continue;
    if (before.at("id") != now.at("id"))
      found.push_back(placeOf(asIs, list, i) + ": " + shown(before.at("id")) + " was signed in its place");
    else if (before.at("verdict") != now.at("verdict"))
      found.push_back(placeOf(asIs, list, i) + ": the verdict " + shown(before.at("verdict")) +
                      " was signed, here it is " + shown(now.at("verdict")));
    else
      found.push_back(placeOf(asIs, list, i) +
                      ": its words, times or transcript are not those that were signed");
  }
}

void compareMembers(const Json& before, const Json& now, const std::string& pointer,
                    std::vector<std::string>& found) {
  if (before == now) return;
  if (!before.is_object() || !now.is_object()) {
    found.push_back(pointer + ": " + shown(before) + " was signed, here it is " + shown(now));
    return;
  }
  const auto at = [&pointer](const std::string& name) {
    return std::string(pointer).append("/").append(name);
  };
  for (const auto& [name, value] : before.items()) {
    if (now.contains(name))
      compareMembers(value, now.at(name), at(name), found);
    else
      found.push_back(at(name).append(": ").append(shown(value)).append(" was signed, here it is missing"));
  }
  for (const auto& [name, value] : now.items())
    if (!before.contains(name))
      found.push_back(at(name).append(": was not signed, here it is ").append(shown(value)));
}

}  // namespace

Json statementOf(const Json& result, const std::string& bytes, const std::string& issued) {
  Json statement{{"format", "cast-attestation/1"}, {"issued", issued}};
  statement["result"] = {{"format", result.at("format")}, {"sha256", digestOf(bytes)}};
  statement["subject"] = result.at("subject");
  statement["suite"] = result.at("suite");
  statement["environment"] = result.at("environment");
  statement["run"] = picked(result, {"started", "finished", "durationMs"});
  statement["verdict"] = result.at("verdict");
  statement["counts"] = result.at("counts");
  statement["coverage"] = coverageOf(result.at("requirements"));
  statement["profiles"] = Json::object();
  for (const Json& profile : result.at("profiles"))
    statement["profiles"][profile.at("id").get_ref<const std::string&>()] = profile;
  statement["requirements"] = verdictsOf(result.at("requirements"));
  statement["checks"] = verdictsOf(result.at("checks"));
  return statement;
}

std::vector<std::string> differences(const Json& asSigned, const Json& asIs) {
  std::vector<std::string> found;
  for (const char* list : {"checks", "requirements"})
    if (!asSigned.contains(list) || !asSigned.at(list).is_array())
      return {"the statement has no " + std::string{list} + ": it is none of this program's"};
  const auto parts = [](const Json& statement) {
    Json copy = statement;
    for (const char* name : {"checks", "requirements", "issued", "result"}) copy.erase(name);
    return copy;
  };
  compareMembers(parts(asSigned), parts(asIs), "", found);
  compareLists(asSigned, asIs, "requirements", found);
  compareLists(asSigned, asIs, "checks", found);
  if (found.empty() && asSigned.at("result") != asIs.at("result"))
    found.push_back("the file's bytes differ (white space or the order of members), what it says does not");
  return found;
}

}  // namespace cast::report
