#include "engine/fault_list.hpp"

#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/document.hpp"

namespace cast::conformance {

std::vector<Fault> readFaults(const std::filesystem::path& file) {
  const Document document = readDocument(file);
  std::vector<Fault> faults;
  try {
    for (const auto& json : *document.value)
      faults.push_back({json.at("name"), json.at("promise"), json.at("requirement"),
                        json.at("killedBy").get<std::vector<std::string>>()});
  } catch (const nlohmann::json::exception&) {
    throw DataFault(document.file, pointerTo("", faults.size()),
                    "each entry needs name, promise, requirement and killedBy, a list of checks");
  }
  if (faults.empty()) throw DataFault(document.file, "", "it lists no fault");
  return faults;
}

}  // namespace cast::conformance
