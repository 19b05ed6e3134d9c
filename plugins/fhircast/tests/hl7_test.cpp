// hl7v2 -> fhir: real-looking messages, character sets, and what is no message.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/conversion.hpp"

namespace cast::fhircast {
namespace {

using testing::HasSubstr;

const std::string kHeader = "MSH|^~\\&|ADT1|GHH|LAB|GHH|20240115103000+0100||ADT^A01|1|P|2.5.1\r";

nlohmann::json payloadOf(const std::string& message) { return {{"format", "hl7v2"}, {"data", message}}; }

nlohmann::json toFhir(std::string_view eventType, const std::string& message) {
  return converted(eventType, "hl7v2", "fhir", payloadOf(message));
}

nlohmann::json patientOf(const std::string& pid) { return toFhir("patient-open", kHeader + pid); }

std::string wordsOf(const nlohmann::json& payload, std::string_view eventType = "patient-open") {
  const Refusal refused = refusal(eventType, "hl7v2", "fhir", payload);
  EXPECT_TRUE(refused.words.empty() || refused.pointer == "/data") << refused.pointer;
  return refused.words;
}

std::string base64(const std::string& bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned held = 0;
    for (std::size_t k = 0; k < 3; ++k)
      held = (held << 8U) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      text += k <= bytes.size() - i || k < 2 ? kDigits[(held >> (18U - 6U * static_cast<unsigned>(k))) & 63U]
                                             : '=';
  }
  return text;
}

TEST(Hl7Patient, hasWhatPidSays) {
  const auto patient = patientOf(
      "PID|1||185444^^^GHH&1.2.840.114350&ISO^MR~999^^^USSSA^SS||VAN DOE&VAN&DOE^JOHN^Q^JR^DR^MD^L|SMITH^ANN|"
      "198001151230|M|||12 MAIN ST^APT 4^SPRINGFIELD^IL^62701^USA^H^^SANGAMON||^PRN^PH^^1^217^5550100~"
      "^NET^Internet^j.doe@example.com|^WPN^CP^^^^^^^^^+1-217-555-0101|en^English|M||||||||Y|2|||||N");
  EXPECT_EQ(patient["resourceType"], "Patient");
  EXPECT_EQ(patient["format"], "fhir");
  EXPECT_EQ(patient["identifier"][0], json(R"({"value":"185444","system":"urn:oid:1.2.840.114350",
      "assigner":{"display":"GHH"},
      "type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]}})"));
  EXPECT_EQ(patient["identifier"][1]["assigner"]["display"], "USSSA");
  EXPECT_FALSE(patient["identifier"][1].contains("system"));
  EXPECT_EQ(patient["name"][0]["family"], "VAN DOE");
  EXPECT_EQ(patient["name"][0]["given"], json(R"(["JOHN","Q"])"));
  EXPECT_EQ(patient["name"][0]["prefix"], json(R"(["DR"])"));
  EXPECT_EQ(patient["name"][0]["suffix"], json(R"(["JR","MD"])"));
  EXPECT_EQ(patient["name"][0]["use"], "official");
  EXPECT_EQ(patient["name"][0]["_family"]["extension"].size(), 2U);
  EXPECT_EQ(patient["birthDate"], "1980-01-15");
  EXPECT_EQ(patient["_birthDate"]["extension"][0]["valueDateTime"], "1980-01-15T12:30:00+01:00");
  EXPECT_EQ(patient["gender"], "male");
  EXPECT_EQ(patient["address"], json(R"([{"line":["12 MAIN ST","APT 4"],"city":"SPRINGFIELD","state":"IL",
      "postalCode":"62701","country":"USA","district":"SANGAMON","use":"home"}])"));
  EXPECT_EQ(patient["telecom"], json(R"([{"system":"phone","value":"+1 217 5550100","use":"home"},
      {"system":"email","value":"j.doe@example.com"},{"system":"phone","value":"+1-217-555-0101","use":"mobile"}])"));
  EXPECT_EQ(patient["communication"][0]["language"]["coding"][0]["code"], "en");
  EXPECT_EQ(patient["maritalStatus"]["coding"][0]["code"], "M");
  EXPECT_EQ(patient["multipleBirthInteger"], 2);
  EXPECT_EQ(patient["deceasedBoolean"], false);
}

TEST(Hl7Patient, hasTheSameIdInEveryMessage) {
  const auto one = patientOf("PID|1||185444^^^GHH^MR||DOE^JOHN");
  const auto other =
      toFhir("patient-close", "MSH|^~\\&|X|Y|||2025||ADT^A08|2|P|2.3\nPID|||99^^^Z^PI~185444^^^GHH^MR\n");
  EXPECT_EQ(one["id"], other["id"]);
  EXPECT_NE(one["id"], patientOf("PID|1||185444^^^OTHER^MR||DOE^JOHN")["id"]);
}

TEST(Hl7Patient, isBornAtAnyPrecision) {
  const std::vector<std::pair<std::string, std::string>> cases{{"1980", "1980"},
                                                               {"198002", "1980-02"},
                                                               {"19800229", "1980-02-29"},
                                                               {"1980022923", "1980-02-29"},
                                                               {"19800229235959.1234-0500", "1980-02-29"}};
  for (const auto& [hl7, fhir] : cases) EXPECT_EQ(patientOf("PID|||1||A||" + hl7)["birthDate"], fhir) << hl7;
  EXPECT_EQ(patientOf("PID|||1||A||19800229235959.1234-0500")["_birthDate"]["extension"][0]["valueDateTime"],
            "1980-02-29T23:59:59.1234-05:00");
  EXPECT_FALSE(toFhir("patient-open", "MSH|^~\\&|A|B|||20240101||ADT^A01|1|P|2.5\rPID|||1||A||198002292359")
                   .contains("_birthDate"))
      << "a time without a zone is none of FHIR's";
  for (const char* bad :
       {"19800230", "198", "80-01-15", "00000000", "198013", "19800115250000", "1980011512300099"})
    EXPECT_THAT(wordsOf(payloadOf(kHeader + "PID|||1||A||" + bad)), HasSubstr("PID-7")) << bad;
}

TEST(Hl7Patient, hasTheGenderOfTable0001) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"F", "female"}, {"M", "male"}, {"O", "other"}, {"A", "other"}, {"N", "other"}, {"U", "unknown"}};
  for (const auto& [code, gender] : cases) EXPECT_EQ(patientOf("PID|||1||A|||" + code)["gender"], gender);
  for (const std::string code : {"", "\"\"", "X"})
    EXPECT_FALSE(patientOf("PID|||1||A|||" + code).contains("gender"));
}

TEST(Hl7Patient, hasNothingWhereTheMessageSaysNothingOrDeletes) {
  const auto patient =
      patientOf("PID|1|\"\"|1^^^GHH^MR~\"\"||\"\"^\"\"|\"\"|\"\"|\"\"||\"\"|\"\"^^^||\"\"|^^^|||");
  EXPECT_EQ(patient.size(), 4U) << patient;  // format, resourceType, id, identifier
  EXPECT_EQ(patient["identifier"].size(), 1U);
}

TEST(Hl7Patient, hasEachRepetition) {
  const auto patient =
      patientOf("PID|||1^^^A^MR~2^^^B^PI||ROE^J^^^^^M~DOE^J^^^^^L~^JOHNNY^^^^^N|||||||||13~14");
  EXPECT_EQ(patient["identifier"].size(), 2U);
  EXPECT_EQ(patient["name"][0]["use"], "maiden");
  EXPECT_EQ(patient["name"][1]["use"], "official");
  EXPECT_EQ(patient["name"][2], json(R"({"given":["JOHNNY"],"use":"nickname"})"));
}

TEST(Hl7Patient, mayHaveDied) {
  EXPECT_EQ(patientOf("PID|||1||A" + std::string(24, '|') + "202401150930|Y")["deceasedDateTime"],
            "2024-01-15T09:30:00+01:00");
  EXPECT_EQ(patientOf("PID|||1||A" + std::string(25, '|') + "Y")["deceasedBoolean"], true);
}

TEST(Hl7Patient, wasBornSomewhereThatIsNowhereToWriteTo) {
  const auto patient = patientOf("PID|||1||A||||||^^LEIPZIG^^^DE^N~^^BERLIN^^^DE^M");
  EXPECT_EQ(patient["extension"][0]["valueAddress"]["city"], "LEIPZIG");
  EXPECT_EQ(patient["address"], json(R"([{"city":"BERLIN","country":"DE","type":"postal"}])"));
}

TEST(Hl7Text, mayHaveAnySegmentEnds) {
  const std::string lines[] = {"MSH|^~\\&|A|B|||2024||ADT^A01|1|P|2.5", "EVN|A01", "PID|||7||DOE"};
  for (const char* end : {"\r", "\n", "\r\n", "\r\r", "\n\r\n"}) {
    std::string text;
    for (const std::string& line : lines) text.append(line).append(end);
    EXPECT_EQ(toFhir("patient-open", text)["name"][0]["family"], "DOE");
  }
  EXPECT_EQ(toFhir("patient-open", lines[0] + "\r" + lines[2])["name"][0]["family"], "DOE");
  EXPECT_EQ(toFhir("patient-open", "\x0B" + lines[0] + "\r" + lines[2] + "\r\x1C\r")["name"][0]["family"],
            "DOE");
}

TEST(Hl7Text, mayHaveAnySeparators) {
  const auto patient = toFhir(
      "patient-open", "MSH#*!?%#A#B###2024##ADT*A01#1#P#2.5\rPID###7***GHH%1.2.3%ISO*MR!8##DOE*JO?S?HN?F?");
  EXPECT_EQ(patient["identifier"][0]["system"], "urn:oid:1.2.3");
  EXPECT_EQ(patient["identifier"].size(), 2U);
  EXPECT_EQ(patient["name"][0]["given"][0], "JO*HN#");
}

TEST(Hl7Text, hasItsEscapeSequencesResolved) {
  const std::vector<std::pair<std::string, std::string>> cases{{"A\\T\\B", "A&B"},
                                                               {"A\\F\\B\\S\\C\\R\\D\\E\\E", "A|B^C~D\\E"},
                                                               {"\\H\\LOUD\\N\\", "LOUD"},
                                                               {"ONE\\.br\\TWO", "ONE\nTWO"},
                                                               {"\\X41\\\\X4243\\", "ABC"},
                                                               {"A\\XZZ\\B", "A\\XZZ\\B"},
                                                               {"A\\B", "A\\B"},
                                                               {"A\\", "A\\"},
                                                               {"A\\Zxyz\\B", "A\\Zxyz\\B"},
                                                               {"A\\X00\\B\\X07\\", "AB"},
                                                               {"\\C2842\\A\\M2442\\", "A"}};
  for (const auto& [raw, text] : cases)
    EXPECT_EQ(patientOf("PID|||1||" + raw)["name"][0]["family"], text) << raw;
}

TEST(Hl7Text, hasEscapedBytesInTheMessagesCharacterSet) {
  const auto family = [](const std::string& set, const std::string& name) -> nlohmann::json {
    return toFhir("patient-open", "MSH|^~\\&|A|B|||2024||ADT^A01|1|P|2.5||||||" + set + "\rPID|||1||" +
                                      name)["name"][0]["family"];
  };
  EXPECT_EQ(family("8859/1", "M\\XFC\\ller"), "Müller");
  EXPECT_EQ(family("UNICODE UTF-8", "M\\XC3BC\\ller"), "Müller");
  EXPECT_EQ(family("8859/5", "\\XB8D2D0DD\\"), "Иван");
  EXPECT_THAT(wordsOf(payloadOf("MSH|^~\\&|A|B|||2024||ADT^A01|1|P|2.5\rPID|||1||M\\XFC\\ller")),
              HasSubstr("ASCII"));
}

TEST(Hl7Bytes, areReadInTheirCharacterSet) {
  const auto family = [](const std::string& set, const std::string& name) -> nlohmann::json {
    const std::string bytes =
        "MSH|^~\\&|A|B|||2024||ADT^A01|1|P|2.5||||||" + set + "\rPID|||1||" + name + "\r";
    return converted(
        "patient-open", "hl7v2", "fhir",
        {{"format", "hl7v2"}, {"encoding", "base64"}, {"data", base64(bytes)}})["name"][0]["family"];
  };
  EXPECT_EQ(family("8859/1", "M\xFCller"), "Müller");
  EXPECT_EQ(family("8859/2",
                   "Nov\xE1\xE8"
                   "ek"),
            "Nováček");
  EXPECT_EQ(family("8859/7", "\xD0\xE1\xF0\xDC\xF2"), "Παπάς");
  EXPECT_EQ(family("8859/15",
                   "\xBC"
                   "uvre"),
            "Œuvre");
  EXPECT_EQ(family("UNICODE UTF-8", "Müller"), "Müller");
  EXPECT_EQ(family("GB 18030-2000", "\xCD\xF5"), "王");
  EXPECT_EQ(family("BIG-5", "\xA4\xFD"), "王");
  EXPECT_EQ(family("KS X 1001", "\xB1\xE8"), "김");
  // Two bytes of these characters are what separates fields and components, were the set not switched.
  EXPECT_EQ(family("~ISO IR87", "\x1B$B4|\x1B(B"), "期");
  EXPECT_EQ(family("~ISO IR87", "\x1B$B5^\x1B(B"), "急");
  EXPECT_EQ(family("~ISO IR87", "\x1B$B;3ED\x1B(B"), "山田");
  EXPECT_EQ(family("", "plain"), "plain");
}

TEST(Hl7Bytes, mayBeUtf16WithAMark) {
  const std::string text = "MSH|^~\\&|A|B|||2024||ADT^A01|1|P|2.5||||||UNICODE UTF-16\rPID|||1||DOE";
  std::string bytes = "\xFF\xFE";
  for (const char c : text) bytes += std::string{c, '\0'};
  EXPECT_EQ(
      converted("patient-open", "hl7v2", "fhir",
                {{"format", "hl7v2"}, {"encoding", "base64"}, {"data", base64(bytes)}})["name"][0]["family"],
      "DOE");
}

TEST(Hl7Bytes, outsideTheirCharacterSetAreRefused) {
  const auto refused = [](const std::string& set, const std::string& name) {
    return wordsOf(
        {{"format", "hl7v2"},
         {"encoding", "base64"},
         {"data", base64("MSH|^~\\&|A|B|||2024||ADT^A01|1|P|2.5||||||" + set + "\rPID|||1||" + name)}});
  };
  EXPECT_THAT(refused("", "M\xFCller"), HasSubstr("ASCII"));
  EXPECT_THAT(refused("UNICODE UTF-8", "M\xFCller"), HasSubstr("UTF-8"));
  EXPECT_THAT(refused("KLINGON", "A"), HasSubstr("MSH-18"));
  EXPECT_THAT(wordsOf({{"encoding", "base64"}, {"data", "###"}}), HasSubstr("base64"));
}

TEST(Hl7Encounter, hasWhatPv1Says) {
  const std::string message =
      kHeader +
      "PID|||185444^^^GHH^MR\rPV1|1|I|3B^301^1^GHH|E|PRE7||1234^SMITH^ANNA^^^DR|||MED||||7|||"
      "5^JONES||V1001^^^GHH|" +
      std::string(16, '|') + "01|" + std::string(7, '|') + "20240115100000|20240116\r";
  const auto encounter = toFhir("Encounter-open", message);
  EXPECT_EQ(encounter["resourceType"], "Encounter");
  EXPECT_EQ(encounter["class"]["code"], "IMP");
  EXPECT_EQ(encounter["status"], "finished");
  EXPECT_EQ(encounter["period"], json(R"({"start":"2024-01-15T10:00:00+01:00","end":"2024-01-16"})"));
  EXPECT_EQ(encounter["identifier"][0]["type"]["coding"][0]["code"], "VN");
  EXPECT_EQ(encounter["type"][0]["coding"][0],
            json(R"({"system":"http://terminology.hl7.org/CodeSystem/v2-0007","code":"E"})"));
  EXPECT_EQ(encounter["hospitalization"]["dischargeDisposition"]["coding"][0]["code"], "01");
  EXPECT_EQ(encounter["hospitalization"]["admitSource"]["coding"][0]["code"], "7");
  EXPECT_EQ(encounter["hospitalization"]["preAdmissionIdentifier"]["value"], "PRE7");
  EXPECT_EQ(encounter["participant"].size(), 2U);
  EXPECT_EQ(encounter["participant"][0]["individual"]["display"], "DR ANNA SMITH");
  EXPECT_EQ(encounter["location"][0]["location"]["display"], "3B 301 1 GHH");
  EXPECT_EQ(encounter["subject"]["reference"], "#" + encounter["contained"][0]["id"].get<std::string>());
  const auto context = converted("Encounter-open", "fhir", "fhircast", encounter);
  EXPECT_EQ(context["context"][1]["key"], "patient");
  const auto patient = toFhir("Patient-open", message);
  EXPECT_EQ(patient["contained"][0]["subject"]["reference"], "#");
}

TEST(Hl7Encounter, hasAClassThatIsNotKnownWhereNoneIsSaid) {
  const auto encounter = toFhir("Encounter-close", kHeader + "PID|||1\rPV1|1|");
  EXPECT_EQ(encounter["class"]["extension"][0]["valueCode"], "unknown");
  EXPECT_EQ(encounter["status"], "unknown");
}

TEST(Hl7Report, hasWhatObrSays) {
  const auto report =
      toFhir("DiagnosticReport-open",
             "MSH|^~\\&|LAB|GHH|EHR|GHH|20240115120000Z||ORU^R01|2|P|2.5.1\rPID|||185444^^^GHH^MR\rPV1|1|O|||"
             "||||||||||||||V9\r"
             "OBR|1|P-77^EHR|F-88^LAB^1.2.3^ISO|24331-1^Lipid "
             "panel^LN^L1^Lipids^L|||202401150900-0500|202401150915-0500|"
             "|||||||||||||20240115115500+0000||LAB|F\rOBX|1|NM|2093-3^Cholesterol^LN||4.9|mmol/L|||||F");
  EXPECT_EQ(report["status"], "final");
  EXPECT_EQ(report["code"]["coding"][0],
            json(R"({"system":"http://loinc.org","code":"24331-1","display":"Lipid panel"})"));
  EXPECT_EQ(report["code"]["coding"][1], json(R"({"code":"L1","display":"Lipids"})"));
  EXPECT_EQ(report["effectivePeriod"]["start"], "2024-01-15T09:00:00-05:00");
  EXPECT_EQ(report["issued"], "2024-01-15T11:55:00+00:00");
  EXPECT_EQ(report["identifier"][1]["system"], "urn:oid:1.2.3");
  EXPECT_EQ(report["encounter"]["type"], "Encounter");
  const auto context = converted("DiagnosticReport-open", "fhir", "fhircast", report)["context"];
  ASSERT_EQ(context.size(), 3U);
  EXPECT_EQ(context[0]["resource"]["subject"]["reference"],
            "Patient/" + context[1]["resource"]["id"].get<std::string>());
}

TEST(Hl7Report, hasTheStatusOfTable0123) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"O", "registered"}, {"A", "partial"}, {"P", "preliminary"}, {"C", "corrected"},
      {"X", "cancelled"},  {"", "unknown"},  {"Z", "unknown"}};
  for (const auto& [code, status] : cases)
    EXPECT_EQ(toFhir("DiagnosticReport-close", "MSH|^~\\&|A|B|||2024||ORU^R01|1|P|2.5\rPID|||1\rOBR|1" +
                                                   std::string(24, '|') + code)["status"],
              status);
}

TEST(Hl7Order, hasWhatOrcAndObrSay) {
  const auto order =
      toFhir("order-view",
             "MSH|^~\\&|EHR|GHH|RIS|GHH|20240115110000+0000||ORM^O01|3|P|2.3\rPID|||185444^^^GHH^MR\r"
             "ORC|NW|P-78^EHR|||SC||||20240115105500|||77^ROE^RICHARD\r"
             "OBR|1|||36643-5^Chest X-ray^LN|S|20240116||||||||||||||||||||||||||^Cough^L");
  EXPECT_EQ(order["resourceType"], "ServiceRequest");
  EXPECT_EQ(order["status"], "active");
  EXPECT_EQ(order["intent"], "order");
  EXPECT_EQ(order["priority"], "stat");
  EXPECT_EQ(order["authoredOn"], "2024-01-15T10:55:00+00:00");
  EXPECT_EQ(order["occurrenceDateTime"], "2024-01-16");
  EXPECT_EQ(order["identifier"][0]["value"], "P-78");
  EXPECT_EQ(order["requester"]["display"], "RICHARD ROE");
  EXPECT_EQ(converted("order-view", "fhir", "native", order)["status"], "active");
}

TEST(Hl7Order, ofSeveralIsRefusedWhereTheEventIsAboutOne) {
  const std::string message =
      "MSH|^~\\&|A|B|||2024||ORM^O01|3|P|2.3\rPID|||1\rORC|NW|7\rOBR|1|7||A\rOBR|2|7||B";
  EXPECT_THAT(wordsOf(payloadOf(message), "order-view"), HasSubstr("not one ServiceRequest"));
  const auto contained = toFhir("patient-open", message)["contained"];
  ASSERT_EQ(contained.size(), 2U);
  EXPECT_NE(contained[0]["id"], contained[1]["id"]);
}

TEST(Hl7Message, goesToTheEventsThatItCanBeAbout) {
  EXPECT_EQ(toFhir("radiology:worklist-update", kHeader + "PID|||1")["resourceType"], "Patient");
  for (const char* eventType :
       {"document-open", "UserLogout", "ImagingStudy-open", "Home-open", "user-click"})
    EXPECT_FALSE(refusal(eventType, "hl7v2", "fhir", payloadOf(kHeader + "PID|||1")).words.empty())
        << eventType;
  EXPECT_THAT(wordsOf(payloadOf(kHeader + "PID|||1"), "Encounter-open"), HasSubstr("not one Encounter"));
}

TEST(Hl7Message, thatIsNoneIsRefusedByName) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"hello world", "MSH"},
      {"MSH", "MSH-1"},
      {"MSH|", "MSH-1"},
      {"MSHA^~\\&A", "MSH-1"},
      {"MSH||A|B|C", "MSH-2"},
      {"MSH|abcd|A|B", "MSH-2"},
      {"MSH|^^\\&|A|B", "twice"},
      {"MSH|^~\\&|A|B|||2024||||P\rPID|||1", "MSH-9"},
      {"FHS|^~\\&|A", "batch"},
      {kHeader + "EVN|A01", "no segment PID"},
      {kHeader + "PID|||1\rPID|||2", "more than one patient"},
      {kHeader + "PID|||1\r" + kHeader + "PID|||2", "more than one message"},
      {kHeader + "PID|||\"\"||DOE", "PID-3"},
      {kHeader + "pid|||1", "segment 2"},
      {kHeader + "PIDX|||1", "segment 2"},
      {kHeader + "continued text", "segment 2"}};
  for (const auto& [message, words] : cases)
    EXPECT_THAT(wordsOf(payloadOf(message)), HasSubstr(words)) << message;
  EXPECT_THAT(wordsOf(json(R"({"format":"hl7v2"})")), HasSubstr("HL7"));
  EXPECT_THAT(wordsOf(json(R"({"format":"hl7v2","data":7})")), HasSubstr("HL7"));
}

TEST(Hl7Message, ofAnySizeIsReadInTimeWithItsLength) {
  EXPECT_EQ(patientOf("PID|||" + std::string(300000, '~') + "7||A")["identifier"].size(), 1U);
  EXPECT_EQ(patientOf("PID|||7||" + std::string(300000, '\\'))["name"][0]["family"].get<std::string>().size(),
            300000U);
  EXPECT_EQ(patientOf("PID|||7" + std::string(300000, '^') + "|")["identifier"].size(), 1U);
  EXPECT_EQ(patientOf("PID|||7||A" + std::string(300000, '|'))["name"].size(), 1U);
  std::string segments;
  for (int i = 0; i < 30000; ++i) segments += "OBX|1\r";
  EXPECT_THAT(wordsOf(payloadOf(kHeader + "PID|||7\r" + segments)), HasSubstr("segments"));
}

}  // namespace
}  // namespace cast::fhircast
