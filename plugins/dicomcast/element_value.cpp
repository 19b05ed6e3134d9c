#include "element_value.hpp"

#include <algorithm>
#include <bit>
#include <optional>

#include "base64.hpp"
#include "character_set.hpp"
#include "limits.hpp"
#include "number_text.hpp"
#include "person_name.hpp"

namespace cast::dicomcast {
namespace {

constexpr Tag kSpecificCharacterSet = 0x00080005;

std::string_view trimmed(std::string_view text, bool leadingBlanks) {
  text = withoutPadding(text);
  while (!leadingBlanks && text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\\', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Json valueOfText(const Vr& vr, std::string_view text) {
  if (text.empty()) return nullptr;
  switch (vr.kind) {
    case Kind::kName: {
      Json name = nameOfText(text);
      return name.empty() ? Json() : name;
    }
    case Kind::kDecimal:
    case Kind::kInteger:
      return valueOfNumberText(text);
    default:
      return std::string(text);
  }
}

Json valueOfBytes(const Vr& vr, std::string_view bytes, bool bigEndian) {
  if (vr.kind == Kind::kTag)
    return textOf(static_cast<Tag>(numberOf(bytes.substr(0, 2), bigEndian) << 16 |
                                   numberOf(bytes.substr(2), bigEndian)));
  const std::uint64_t number = numberOf(bytes, bigEndian);
  if (vr.name == "FL") return valueOfFloat(std::bit_cast<float>(static_cast<std::uint32_t>(number)));
  if (vr.name == "FD") return valueOfFloat(std::bit_cast<double>(number));
  if (vr.name == "SS") return valueOfInteger(std::int64_t{static_cast<std::int16_t>(number)});
  if (vr.name == "SL") return valueOfInteger(std::int64_t{static_cast<std::int32_t>(number)});
  if (vr.name == "SV") return valueOfInteger(static_cast<std::int64_t>(number));
  return valueOfInteger(number);
}

// Binary values in little endian, which the model has them in (PS3.18 section F.2.7), of even length (PS3.5
// section 7.1.1).
std::string littleEndian(const Element& element) {
  std::string bytes(element.bytes);
  const std::size_t width = element.vr->width;
  if (element.bigEndian && width > 1)
    for (std::size_t i = 0; i + width <= bytes.size(); i += width)
      std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                   bytes.begin() + static_cast<std::ptrdiff_t>(i + width));
  if (bytes.size() % 2 != 0) bytes += '\0';
  return bytes;
}

class Converter {
 public:
  explicit Converter(ModelOfFile& model) : model_(&model) {}

  Json dataSet(const DataSet& dataSet, const CharacterSet& inherited, const std::string& path) {
    std::optional<CharacterSet> own;
    if (const Element* terms = find(dataSet, kSpecificCharacterSet)) own.emplace(termsOf(*terms));
    const CharacterSet& characters = own ? *own : inherited;
    Json attributes = Json::object();
    for (const auto& element : dataSet.elements) {
      const std::string here = path + textOf(element.tag);
      auto converted = attribute(element, characters, here);
      if (converted)
        attributes[textOf(element.tag)] = std::move(*converted);
      else
        model_->omitted.push_back(here);
    }
    return attributes;
  }

 private:
  static std::vector<std::string> termsOf(const Element& element) {
    std::vector<std::string> terms;
    for (const auto term : split(element.bytes)) terms.emplace_back(trimmed(term, false));
    return terms;
  }

  // nullopt: left out.
  std::optional<Json> attribute(const Element& element, const CharacterSet& characters,
                                const std::string& path) {
    if (element.tag == kSpecificCharacterSet) return attributeOf("CS", Json::array({"ISO_IR 192"}));
    switch (element.vr->kind) {
      case Kind::kSequence:
        return sequence(element, characters, path);
      case Kind::kBinary:
        return binary(element);
      case Kind::kFloat:
      case Kind::kBinaryInteger:
      case Kind::kTag:
        return numbers(element);
      default:
        return text(element, characters);
    }
  }

  Json sequence(const Element& element, const CharacterSet& characters, const std::string& path) {
    if (element.items.empty()) return attributeOf("SQ");
    Json items = Json::array();
    for (std::size_t i = 0; i < element.items.size(); ++i)
      items.push_back(dataSet(element.items[i], characters, path + "/" + std::to_string(i) + "/"));
    return attributeOf("SQ", std::move(items));
  }

  static std::optional<Json> binary(const Element& element) {
    const bool pixels = groupOf(element.tag) == 0x7fe0;
    if (element.encapsulated || element.bytes.size() > kMaxInlineBytes || (pixels && !element.bytes.empty()))
      return std::nullopt;
    Json attribute = attributeOf(element.vr->name);
    if (!element.bytes.empty()) attribute["InlineBinary"] = encodeBase64(littleEndian(element));
    return attribute;
  }

  static std::optional<Json> numbers(const Element& element) {
    const std::size_t width = element.vr->width;
    if (element.bytes.size() % width != 0) return std::nullopt;
    if (element.bytes.empty()) return attributeOf(element.vr->name);
    Json values = Json::array();
    for (std::size_t i = 0; i < element.bytes.size(); i += width)
      values.push_back(valueOfBytes(*element.vr, element.bytes.substr(i, width), element.bigEndian));
    return attributeOf(element.vr->name, std::move(values));
  }

  static std::optional<std::string> utf8(const Element& element, const CharacterSet& characters) {
    const Vr& vr = *element.vr;
    if (!vr.anyCharacters)
      return isUtf8(element.bytes) ? std::optional<std::string>(element.bytes) : std::nullopt;
    const auto delimiters = vr.kind == Kind::kName ? Delimiters::kNames
                            : vr.severalValues     ? Delimiters::kValues
                                                   : Delimiters::kNone;
    return characters.toUtf8(withoutPadding(element.bytes), delimiters);
  }

  static std::optional<Json> text(const Element& element, const CharacterSet& characters) {
    const Vr& vr = *element.vr;
    const auto text = utf8(element, characters);
    if (!text) return std::nullopt;
    Json values = Json::array();
    for (const auto part : vr.severalValues ? split(*text) : std::vector<std::string_view>{*text})
      values.push_back(valueOfText(vr, trimmed(part, vr.leadingBlanks)));
    if (values.size() == 1 && values.front().is_null()) return attributeOf(vr.name);
    return attributeOf(vr.name, std::move(values));
  }

  ModelOfFile* model_;
};

}  // namespace

ModelOfFile modelOf(const DataSet& dataSet) {
  ModelOfFile model;
  model.dataSet = Converter(model).dataSet(dataSet, CharacterSet({}), {});
  return model;
}

}  // namespace cast::dicomcast
