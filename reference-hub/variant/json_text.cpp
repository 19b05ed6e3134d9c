#include "variant/json_text.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstdint>
#include <limits>

namespace cast::hub {
namespace {

constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;

// Stands between reader and tree: counts the depth, and keeps integers above the signed range as doubles,
// because Valijson would read them as negative.
class BoundedTree {
 public:
  explicit BoundedTree(rapidjson::Document& document) : document_(document) {}

  bool Null() { return document_.Null(); }
  bool Bool(bool value) { return document_.Bool(value); }
  bool Int(int value) { return document_.Int(value); }
  bool Uint(unsigned value) { return document_.Uint(value); }
  bool Int64(std::int64_t value) { return document_.Int64(value); }
  bool Uint64(std::uint64_t value) {
    constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return value > kLargest ? document_.Double(static_cast<double>(value)) : document_.Uint64(value);
  }
  bool Double(double value) { return document_.Double(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool copy) {
    return document_.RawNumber(text, size, copy);
  }
  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    return document_.String(text, size, copy);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) { return document_.Key(text, size, copy); }
  bool StartObject() { return ++depth_ <= kMaxJsonDepth && document_.StartObject(); }
  bool EndObject(rapidjson::SizeType members) { return --depth_ >= 0 && document_.EndObject(members); }
  bool StartArray() { return ++depth_ <= kMaxJsonDepth && document_.StartArray(); }
  bool EndArray(rapidjson::SizeType items) { return --depth_ >= 0 && document_.EndArray(items); }

 private:
  rapidjson::Document& document_;
  int depth_ = 0;
};

class Generator {
 public:
  explicit Generator(std::string_view text) : text_(text) {}

  bool operator()(rapidjson::Document& document) {
    rapidjson::MemoryStream bytes(text_.data(), text_.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
    BoundedTree tree(document);
    rapidjson::Reader reader;
    outcome = reader.Parse<kFlags>(stream, tree);
    return !outcome.IsError();
  }

  rapidjson::ParseResult outcome;

 private:
  std::string_view text_;
};

std::string inWords(const rapidjson::ParseResult& outcome) {
  const std::string where = " (at byte " + std::to_string(outcome.Offset()) + ")";
  switch (outcome.Code()) {
    case rapidjson::kParseErrorNumberTooBig:
      return "a number is beyond the range of a double, about 1.8e308" + where +
             ": write it as a string, or leave it out";
    case rapidjson::kParseErrorTermination:
      return "it is nested deeper than " + std::to_string(kMaxJsonDepth) + " levels" + where;
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "a string has one half of a surrogate pair, \\uD800 to \\uDFFF, without the other" + where;
    default:
      return std::string("it is not one JSON text: ") + rapidjson::GetParseError_En(outcome.Code()) + where;
  }
}

}  // namespace

std::optional<std::string> readJson(std::string_view text, rapidjson::Document& document) {
  Generator generator(text);
  document.Populate(generator);
  if (generator.outcome.IsError()) return inWords(generator.outcome);
  return std::nullopt;
}

}  // namespace cast::hub
