import Documents
import XMLDocuments

/// XML as S3 writes and reads it: one namespace, no document type.
enum StorageDocument {
    /// Of all its documents but errors, which have none (Amazon S3 API Reference).
    static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    /// Throws `unreadableAnswer` for what is larger than `limit` bytes, is no XML, has a document type or elements of another namespace.
    static func read(_ bytes: [UInt8], limit: Int) throws(StorageError) -> XMLTree {
        let tree: XMLTree
        do throws(XMLError) {
            tree = try XMLDocument(parsing: bytes, limits: XMLLimits(maximumBytes: limit, maximumIssues: 1)).root()
        } catch {
            throw .unreadable("\(error.message)")
        }
        // Some stores leave the namespace out everywhere; one of another make means another document.
        guard ["", namespace].contains(tree.namespace), isOf(tree.namespace, tree) else {
            throw .unreadable("expected elements of \(namespace) alone")
        }
        return tree
    }

    /// As `read`, of a document whose root has that name.
    static func read(_ bytes: [UInt8], limit: Int, named name: String) throws(StorageError) -> XMLTree {
        let tree = try read(bytes, limit: limit)
        guard tree.name == name else { throw .unreadable("expected <\(name)>, got <\(tree.name.excerpt)>") }
        return tree
    }

    /// A document of that root. Throws `invalidRequest` for text that XML cannot carry.
    static func write(
        _ root: String, _ content: (inout XMLWriter) throws(XMLError) -> Void
    ) throws(StorageError) -> [UInt8] {
        var writer = XMLWriter()
        do throws(XMLError) {
            try writer.start(root, attributes: [("xmlns", namespace)])
            try content(&writer)
            try writer.end()
        } catch {
            throw .request(error.message)
        }
        return writer.bytes
    }

    private static func isOf(_ namespace: String, _ tree: XMLTree) -> Bool {
        tree.namespace == namespace && tree.children.allSatisfy { isOf(namespace, $0) }
    }
}
