#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "engine/json.hpp"

namespace cast::conformance {

class Schema;

/// One JSON file of data: its value and the SHA-256 of its bytes.
struct Document {
  std::string file;
  std::shared_ptr<const Json> value;
  std::string sha256;  ///< lower-case hexadecimal
};

/// Reads strictly; throws DataFault.
Document readDocument(const std::filesystem::path& file);

/// Throws DataFault with the JSON Pointer of the member that does not fit.
void validateDocument(const Document& document, const Schema& schema);

/// SHA-256 of the bytes, in lower-case hexadecimal.
std::string sha256(const std::string& bytes);

}  // namespace cast::conformance
