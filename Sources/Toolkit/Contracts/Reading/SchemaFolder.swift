import Documents
import Foundation
import Results

/// Reads the schema files that a contract names, relative to the contract's own folder.
struct SchemaFolder {
    /// Why a schema file cannot be used.
    enum Problem: Error {
        case missing(path: String)
        case unreadable(path: String, why: String)
        case broken(path: String, why: String, place: Place)

        func finding(named written: String, at location: SourceLocation) -> Finding {
            switch self {
            case .missing(let path):
                Finding(
                    code: "contract.missing-file", message: "there is no file `\(path)`", source: location, actual: written,
                    remedy: "correct the path; it is relative to the contract's folder")
            case .unreadable(let path, let why):
                Finding(
                    code: "contract.unreadable-schema", message: "`\(path)` cannot be read: \(why)", source: location,
                    remedy: "check the file and its permissions")
            case .broken(let path, let why, let place):
                Finding(
                    code: "contract.bad-schema", message: "`\(path)` line \(place.line), column \(place.column): \(why)", source: location,
                    remedy: "mend the schema file")
            }
        }
    }

    /// The contract's folder as a prefix for paths shown to people; empty for the current folder.
    let folder: String

    /// The named file first, then the schemas beside it, which `$ref` may reach (JSON Schema only).
    func file(_ written: String, kind: ContractLibrary.SchemaFile.Kind) -> Result<[ContractLibrary.SchemaFile], Problem> {
        let path = Self.join(folder, written)
        guard FileManager.default.fileExists(atPath: path) else { return .failure(.missing(path: path)) }
        do throws(Problem) {
            var files = [try Self.read(path, kind)]
            if kind == .jsonSchema {
                for neighbour in Self.neighbours(of: path) { files.append(try Self.read(neighbour, kind)) }
            }
            return .success(files)
        } catch {
            return .failure(error)
        }
    }

    private static func read(_ path: String, _ kind: ContractLibrary.SchemaFile.Kind) throws(Problem) -> ContractLibrary.SchemaFile {
        let bytes: [UInt8]
        switch FileBytes.read(path) {
        case .success(let read): bytes = read
        case .failure(let problem): throw .unreadable(path: path, why: problem.description)
        }
        do throws(DocumentError) {
            let document: Node? =
                switch kind {
                case .jsonSchema: try JSONReader.read(bytes)
                case .table: try YAMLReader.read(bytes)
                case .xsd: nil
                }
            return ContractLibrary.SchemaFile(path: path, kind: kind, bytes: bytes, document: document)
        } catch {
            throw .broken(path: path, why: error.message, place: error.place)
        }
    }

    private static func neighbours(of path: String) -> [String] {
        let (folder, name) = split(path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.filter { $0.hasSuffix(".schema.json") && $0 != name }.sorted().map { join(folder, $0) }
    }

    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// Joins and removes `.` and inner `..` parts; an absolute second path stands for itself.
    static func join(_ folder: String, _ path: String) -> String {
        let joined = path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
        var parts: [Substring] = []
        for part in joined.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let text = parts.joined(separator: "/")
        return joined.hasPrefix("/") ? "/\(text)" : text
    }
}

/// Whole files in memory, with a limit.
enum FileBytes {
    enum Problem: Error, CustomStringConvertible {
        case tooLarge
        case system(String)

        var description: String {
            switch self {
            case .tooLarge: "it is larger than \(limit / 1_048_576) MiB"
            case .system(let text): text
            }
        }
    }

    /// In bytes; contracts and schemas are written by hand, so this is far above any real one.
    static let limit = 16 * 1_048_576

    static func read(_ path: String) -> Result<[UInt8], Problem> {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            if let size = attributes[.size] as? Int, size > limit { return .failure(.tooLarge) }
            return .success([UInt8](try Data(contentsOf: URL(filePath: path))))
        } catch {
            return .failure(.system(error.localizedDescription))
        }
    }
}
