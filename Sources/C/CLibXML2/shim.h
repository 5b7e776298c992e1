#pragma once
#include <libxml/xmlversion.h>
// Where libxml2 was built with ICU, <libxml/encoding.h> pulls in headers that clash with the ICU inside Foundation. Only the layout of
// xmlCharEncodingHandler depends on it, which no one here touches.
#undef LIBXML_ICU_ENABLED
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

// xmlFree is a mutable global function pointer, which Swift 6 does not touch.
static inline void assay_xml_free(void *pointer) { xmlFree(pointer); }
// Errors that no structured handler takes would be printed to standard error. The setting is per thread in libxml2.
static inline void assay_xml_discard(void *context, const char *format, ...) { (void)context; (void)format; }
static inline void assay_xml_silence(void) { xmlSetGenericErrorFunc(NULL, assay_xml_discard); }
