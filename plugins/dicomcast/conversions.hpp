// The conversions of this variant, one file each. Each takes a payload that was read as an object and gives
// one in the other format, or throws a Fault that names the member at fault. Pure functions; any thread may
// call them.
#pragma once

#include "model.hpp"

namespace cast::dicomcast {

/// `dicom` -> `dicom+json` (keywords_to_model.cpp)
Json keywordsToModel(const Json& payload);

/// `dicom+json` -> `dicom` (model_to_keywords.cpp)
Json modelToKeywords(const Json& payload);

/// `dicom+json` -> `fhir`: an ImagingStudy with its Patient, or a Patient alone (model_to_fhir.cpp)
Json modelToFhir(const Json& payload);

/// `fhir` -> `dicom+json`, from an ImagingStudy or a Patient (fhir_to_model.cpp)
Json fhirToModel(const Json& payload);

/// `application/dicom` -> `dicom+json` (file_to_model.cpp)
Json fileToModel(const Json& payload);

/// `dicom+json` -> `application/dicom` (model_to_file.cpp)
Json modelToFile(const Json& payload);

}  // namespace cast::dicomcast
