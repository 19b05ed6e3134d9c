#include "engine/document.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/data_fault.hpp"
#include "engine/json_text.hpp"
#include "engine/schema.hpp"

namespace cast::conformance {

Document readDocument(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  if (!stream || std::filesystem::is_directory(file) || !(bytes << stream.rdbuf()))
    throw DataFault(file.string(), "", "cannot be read: name a JSON file");
  JsonText text = readJson(bytes.str());
  if (!text.defect.empty()) throw DataFault(file.string(), "", text.defect);
  return {file.string(), text.value, sha256(bytes.str())};
}

void validateDocument(const Document& document, const Schema& schema) {
  const auto mismatch = schema.mismatch(*document.value);
  if (mismatch)
    throw DataFault(document.file, mismatch->pointer.empty() ? "/" : mismatch->pointer, mismatch->words);
}

std::string sha256(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    constexpr const char* kDigits = "0123456789abcdef";
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 0xF];
  }
  return text;
}

}  // namespace cast::conformance
