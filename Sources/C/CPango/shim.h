#pragma once
#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <pango/pangocairo.h>

// g_object_unref takes a gpointer; Swift has opaque pointers for the types behind it.
static inline void assay_layout_free(PangoLayout *layout) { g_object_unref(layout); }
