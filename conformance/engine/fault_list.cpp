#include "engine/fault_list.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/document.hpp"

namespace cast::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, kHarms> kHarmNames{"none", "lost",    "doubled",  "reordered",
                                                     "late", "altered", "misrouted"};

Harm readHarm(const std::string& name) {
  const auto found = std::find(kHarmNames.begin(), kHarmNames.end(), name);
  if (found == kHarmNames.end()) throw std::invalid_argument("there is no harm '" + name + "'");
  return static_cast<Harm>(found - kHarmNames.begin());
}

/// Reads each entry of a list; `form` says what an entry needs.
template <typename Read>
void readEntries(const fs::path& file, const char* form, Read read) {
  const Document document = readDocument(file);
  std::size_t position = 0;
  try {
    for (const auto& json : *document.value) {
      read(json);
      ++position;
    }
  } catch (const std::exception&) {  // of the JSON library, or for a harm that there is not
    throw DataFault(document.file, pointerTo("", position), std::string("each entry needs ") + form);
  }
}

/// A hub has one subject file, unless it names another, and is told a name; a client has one for each role
/// and transport.
Specimen hubOf(const fs::path& folder, const char* option, const Json& json) {
  return {folder / json.value("subject", "subject.json"), {option, json.at("name")}};
}

std::string partOf(const Json& json) {
  return json.at("role").get<std::string>() + "-" + json.at("transport").get<std::string>();
}

Specimen clientOf(const fs::path& folder, const Json& json, std::vector<std::string> arguments) {
  return {folder / (partOf(json) + ".json"), std::move(arguments)};
}

Fault faultOf(const Json& json) {
  return {json.at("name"),
          json.at("promise"),
          readHarm(json.at("harm")),
          json.at("killedBy").get<std::vector<std::string>>(),
          {}};
}

void readHubs(const fs::path& folder, FaultList& list) {
  readEntries(folder / "faults.json", "name, promise, harm and killedBy, a list of checks",
              [&](const Json& json) {
                list.faults.push_back(faultOf(json));
                list.faults.back().specimen = hubOf(folder, "--fault", json);
              });
  list.fair.push_back({"hub", "it says and does the least", {folder / "subject.json", {}}});
  if (fs::exists(folder / "subject-https.json"))
    list.fair.push_back({"hub-over-https", "the same, over TLS", {folder / "subject-https.json", {}}});
  readEntries(folder / "variations.json", "name and choice", [&](const Json& json) {
    const std::string name = json.at("name");
    list.fair.push_back({"hub-" + name, json.at("choice"), hubOf(folder, "--variation", json)});
  });
}

void readClients(const fs::path& folder, FaultList& list) {
  readEntries(folder / "faults.json", "name, promise, role, transport, harm and killedBy, a list of checks",
              [&](const Json& json) {
                Fault fault = faultOf(json);
                fault.specimen = clientOf(folder, json, {"--fault", fault.name});
                fault.name = partOf(json) + "-" + fault.name;
                list.faults.push_back(std::move(fault));
              });
  readEntries(folder / "variations.json", "choice, role, transport and arguments", [&](const Json& json) {
    const std::string name = partOf(json) + (json.contains("name") ? "-" + json.value("name", "") : "");
    list.fair.push_back({name, json.at("choice"), clientOf(folder, json, json.at("arguments"))});
  });
}

}  // namespace

std::string nameOf(Harm harm) { return kHarmNames.at(static_cast<std::size_t>(harm)); }

FaultList readFaultList(const fs::path& folder) {
  FaultList list;
  readHubs(folder, list);
  if (fs::exists(folder / "client" / "faults.json")) readClients(folder / "client", list);
  if (list.faults.empty()) throw DataFault((folder / "faults.json").string(), "", "it lists no fault");
  return list;
}

}  // namespace cast::conformance
