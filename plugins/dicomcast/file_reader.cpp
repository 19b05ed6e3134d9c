#include "file_reader.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcistrmz.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <array>
#include <cast/plugin.hpp>

#include "limits.hpp"

namespace cast::dicomcast {
namespace {

constexpr std::size_t kPreamble = 128;
constexpr std::string_view kPrefix = "DICM";
constexpr Tag kTransferSyntax = 0x00020010;

// PS3.5 annex A: what of the standard's syntaxes DCMTK does not know is explicit VR little endian, with
// encapsulated pixel data.
struct TransferSyntax {
  Encoding encoding;
  bool deflated = false;
};

TransferSyntax transferSyntaxOf(const std::string& uid) {
  const DcmXfer known(uid.c_str());
  if (known.getXfer() == EXS_Unknown) {
    if (uid.starts_with("1.2.840.10008.1.2.")) return {};
    throw plugin::Fault("element 00020010 of the meta information: not a transfer syntax of PS3.5", "/data");
  }
  return {{known.isExplicitVR() == OFTrue, known.isBigEndian() == OFTrue},
          known.getStreamCompression() == ESC_zlib};
}

// For files that do not say it: whether a VR stands where explicit VR has one.
TransferSyntax guessedTransferSyntax(std::string_view dataSet) {
  TransferSyntax syntax;
  syntax.encoding.explicitVr = dataSet.size() >= 6 && vrOf(dataSet.substr(4, 2));
  return syntax;
}

std::vector<char> inflate(std::string_view deflated) {
  // DCMTK's producer wants an even number of bytes; a byte behind the end does no harm.
  std::string input(deflated);
  if (input.size() % 2 != 0) input += '\0';
  std::vector<char> output;
  if (input.empty()) return output;
  DcmBufferProducer producer;
  producer.setBuffer(input.data(), static_cast<offile_off_t>(input.size()));
  producer.setEos();
  DcmZLibInputFilter filter;
  filter.append(producer);
  std::array<char, 65536> chunk{};
  while (output.size() <= kMaxInflatedBytes) {
    const auto read = filter.read(chunk.data(), static_cast<offile_off_t>(chunk.size()));
    if (read <= 0) break;
    output.insert(output.end(), chunk.begin(), chunk.begin() + read);
  }
  if (output.size() > kMaxInflatedBytes)
    throw plugin::Fault("the data set unfolds to more than " + std::to_string(kMaxInflatedBytes) + " bytes",
                        "/data");
  if (!filter.good()) throw plugin::Fault("the deflated data set is damaged", "/data");
  return output;
}

}  // namespace

FileContents readFile(std::string_view file) {
  if (file.size() < kPreamble + kPrefix.size() || file.substr(kPreamble, kPrefix.size()) != kPrefix)
    throw plugin::Fault(
        "not a DICOM file: `DICM` is missing behind a preamble of 128 bytes (PS3.10 section 7.1)", "/data");
  std::string_view rest = file.substr(kPreamble + kPrefix.size());
  const DataSet meta = readMetaInformation(rest);
  const Element* syntaxElement = find(meta, kTransferSyntax);
  const auto syntax = syntaxElement ? transferSyntaxOf(std::string(withoutPadding(syntaxElement->bytes)))
                                    : guessedTransferSyntax(rest);
  FileContents contents;
  if (syntax.deflated) {
    contents.inflated = inflate(rest);
    rest = {contents.inflated.data(), contents.inflated.size()};
  }
  contents.dataSet = readDataSet(rest, syntax.encoding);
  return contents;
}

}  // namespace cast::dicomcast
