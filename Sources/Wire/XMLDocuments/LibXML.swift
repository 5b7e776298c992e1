import CLibXML2

/// What must hold in the process and on the thread before libxml2 is called.
enum LibXML {
    /// Initializes the parser once, and puts every request for another document into the hands of `ReferenceScope`: libxml2 opens no
    /// file and no connection by itself from then on.
    private static let start: Void = {
        xmlInitParser()
        unsafe xmlSetExternalEntityLoader(openReference)
    }()

    /// To be called before each use, on the thread that uses it: errors go to the handlers given, and nowhere else.
    static func prepare() {
        _ = start
        assay_xml_silence()
    }
}

private func openReference(
    _ location: UnsafePointer<CChar>?, _ identifier: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?
) -> xmlParserInputPtr? {
    guard let scope = ReferenceScope.current, let location = unsafe location, let context = unsafe context else { return nil }
    guard let bytes = scope.bytes(at: unsafe String(cString: location)) else { return nil }
    return unsafe bytes.withUnsafeBytes { bytes -> xmlParserInputPtr? in
        // libxml2 copies the bytes; the input owns the buffer from here on.
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let buffer = unsafe xmlParserInputBufferCreateMem(start, Int32(bytes.count), XML_CHAR_ENCODING_NONE) else { return nil }
        guard let input = unsafe xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE) else {
            unsafe xmlFreeParserInputBuffer(buffer)
            return nil
        }
        // Relative references in this document start from its own place.
        unsafe input.pointee.filename = unsafe UnsafePointer(
            UnsafeRawPointer(xmlStrdup(UnsafeRawPointer(location).assumingMemoryBound(to: xmlChar.self)))?
                .assumingMemoryBound(to: CChar.self))
        return unsafe input
    }
}
