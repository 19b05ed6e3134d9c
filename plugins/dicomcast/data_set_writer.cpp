#include "data_set_writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base64.hpp"
#include "number_text.hpp"
#include "person_name.hpp"
#include "vr.hpp"

namespace cast::dicomcast {
namespace {

constexpr Tag kSpecificCharacterSet = 0x00080005;
constexpr Tag kItem = 0xfffee000;
constexpr std::size_t kLongestShort = 0xfffe;

void appendNumber(std::string& bytes, std::uint64_t number, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
}

void appendTag(std::string& bytes, Tag tag) {
  appendNumber(bytes, groupOf(tag), 2);
  appendNumber(bytes, elementOf(tag), 2);
}

std::string integerBytes(const Vr& vr, const Json& value, const std::string& pointer) {
  const bool isSigned = vr.name.front() == 'S';
  const auto number = integerOfValue(value, isSigned);
  const auto bits = static_cast<int>(vr.width * 8);
  bool fits = number.has_value();
  if (fits && bits < 64) {
    const std::int64_t limit = std::int64_t{1} << (isSigned ? bits - 1 : bits);
    fits = *number >= (isSigned ? -limit : 0) && *number < limit;
  }
  if (!fits) throw Fault("expected an integer in the range of the VR " + std::string(vr.name), pointer);
  std::string bytes;
  appendNumber(bytes, static_cast<std::uint64_t>(*number), vr.width);
  return bytes;
}

std::string floatBytes(const Vr& vr, const Json& value, const std::string& pointer) {
  const auto number = floatOfValue(value);
  const bool fits = number && (vr.width == 8 || !std::isfinite(*number) ||
                               std::fabs(*number) <= std::numeric_limits<float>::max());
  if (!fits) throw Fault("expected a number in the range of the VR " + std::string(vr.name), pointer);
  std::string bytes;
  if (vr.width == 8)
    appendNumber(bytes, std::bit_cast<std::uint64_t>(*number), 8);
  else
    appendNumber(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(*number)), 4);
  return bytes;
}

std::string textOfNumber(const Vr& vr, const Json& value, const std::string& pointer) {
  if (value.is_string()) return value.get<std::string>();
  if (vr.kind == Kind::kDecimal) {
    if (auto text = decimalText(value)) return *text;
    throw Fault("expected a finite number", pointer);
  }
  const auto number = integerOfValue(value, true);
  constexpr std::int64_t kLimit = std::int64_t{1} << 31;  // PS3.5 section 6.2, IS
  if (!number || *number < -kLimit || *number >= kLimit)
    throw Fault("expected an integer of 32 bits", pointer);
  return std::to_string(*number);
}

std::string textOfElement(const Vr& vr, const Json& value, const std::string& pointer) {
  if (value.is_null()) return {};
  std::string text;
  switch (vr.kind) {
    case Kind::kName:
      text = textOfName(value);
      break;
    case Kind::kDecimal:
    case Kind::kInteger:
      text = textOfNumber(vr, value, pointer);
      break;
    default:
      text = value.get<std::string>();
      break;
  }
  if (vr.severalValues && text.find('\\') != std::string::npos)
    throw Fault("a backslash can't be written in a value of the VR " + std::string(vr.name), pointer);
  return text;
}

// A tag as two numbers of 16 bits.
std::string tagBytes(const Json& value, const std::string& pointer) {
  if (!value.is_string()) throw Fault("expected a tag", pointer);
  std::string bytes;
  appendTag(bytes, tagOf(value.get_ref<const std::string&>()).value_or(0));
  return bytes;
}

std::string bytesOfElement(const Vr& vr, const Json& value, const std::string& pointer) {
  switch (vr.kind) {
    case Kind::kBinaryInteger:
      return integerBytes(vr, value, pointer);
    case Kind::kFloat:
      return floatBytes(vr, value, pointer);
    case Kind::kTag:
      return tagBytes(value, pointer);
    default:
      return textOfElement(vr, value, pointer);
  }
}

bool isTextual(const Vr& vr) {
  return vr.kind == Kind::kText || vr.kind == Kind::kName || vr.kind == Kind::kDecimal ||
         vr.kind == Kind::kInteger;
}

std::string bytesOfValues(const Vr& vr, const Json& values, const std::string& pointer) {
  if (!vr.severalValues && values.size() > 1)
    throw Fault("the VR " + std::string(vr.name) + " has one value", pointer);
  std::string bytes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0 && isTextual(vr)) bytes += '\\';
    bytes += bytesOfElement(vr, values[i], below(pointer, std::to_string(i)));
  }
  return bytes;
}

class Writer {
 public:
  explicit Writer(std::vector<std::string>& omitted) : omitted_(&omitted) {}

  bool foreignText() const { return foreignText_; }

  std::string dataSet(const Json& dataSet, const std::string& path, const std::string& pointer) {
    std::string bytes;
    for (const auto& [name, attribute] : dataSet.items())
      append(bytes, tagOf(name).value_or(0), attribute, path + name, below(pointer, name));
    return bytes;
  }

 private:
  void append(std::string& bytes, Tag tag, const Json& attribute, const std::string& path,
              const std::string& pointer) {
    const Vr& vr = *vrOf(attribute.at("vr").get_ref<const std::string&>());
    if (attribute.contains("BulkDataURI")) return omitted_->push_back(path);
    std::string value;
    if (const auto inlineBinary = attribute.find("InlineBinary"); inlineBinary != attribute.end())
      value = decodeBase64(inlineBinary->get_ref<const std::string&>()).value_or("");
    else if (const auto values = attribute.find("Value"); values != attribute.end())
      value = vr.kind == Kind::kSequence ? items(*values, path, pointer) : valueOf(tag, vr, *values, pointer);
    if (value.size() % vr.width != 0)
      throw Fault("the bytes are no whole number of values of the VR " + std::string(vr.name), pointer);
    const std::size_t longest = vr.longHeader ? std::numeric_limits<std::uint32_t>::max() - 2 : kLongestShort;
    if (value.size() > longest)
      throw Fault("more bytes than an element of the VR " + std::string(vr.name) + " can have", pointer);
    appendElement(bytes, tag, vr.name, std::move(value));
  }

  std::string valueOf(Tag tag, const Vr& vr, const Json& values, const std::string& pointer) {
    if (tag == kSpecificCharacterSet) return values.empty() ? std::string() : "ISO_IR 192";
    std::string bytes = bytesOfValues(vr, values, below(pointer, "Value"));
    if (isTextual(vr) && std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; })) {
      if (!vr.anyCharacters)
        throw Fault("a value of the VR " + std::string(vr.name) + " is in ASCII", pointer);
      foreignText_ = true;
    }
    return bytes;
  }

  std::string items(const Json& values, const std::string& path, const std::string& pointer) {
    std::string bytes;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string number = std::to_string(i);
      const std::string itemPath = std::string(path).append("/").append(number).append("/");
      const std::string item = dataSet(values[i], itemPath, below(below(pointer, "Value"), number));
      appendTag(bytes, kItem);
      appendNumber(bytes, item.size(), 4);
      bytes += item;
    }
    return bytes;
  }

  std::vector<std::string>* omitted_;
  bool foreignText_ = false;
};

}  // namespace

EncodedDataSet encodeDataSet(const Json& dataSet) {
  EncodedDataSet encoded;
  Writer writer(encoded.omitted);
  encoded.bytes = writer.dataSet(dataSet, {}, "/data");
  if (!writer.foreignText() || firstText(dataSet, kSpecificCharacterSet) == "ISO_IR 192") return encoded;
  Json declared = dataSet;
  put(declared, kSpecificCharacterSet, "CS", "ISO_IR 192");
  encoded = {};
  Writer again(encoded.omitted);
  encoded.bytes = again.dataSet(declared, {}, "/data");
  return encoded;
}

void appendElement(std::string& bytes, Tag tag, std::string_view vr, std::string value) {
  const Vr& known = *vrOf(vr);
  if (value.size() % 2 != 0) value += known.kind == Kind::kBinary || known.name == "UI" ? '\0' : ' ';
  appendTag(bytes, tag);
  bytes += known.name;
  if (known.longHeader) appendNumber(bytes, 0, 2);
  appendNumber(bytes, value.size(), known.longHeader ? 4 : 2);
  bytes += value;
}

}  // namespace cast::dicomcast
