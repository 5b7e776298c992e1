import CFuzzer
import Foundation

/// Runs libFuzzer over one target: `ASSAY_FUZZ_TARGET=json fuzz [libFuzzer's arguments]`; with `--list` the names of all.
@main enum Fuzz {
    static func main() {
        if CommandLine.arguments.contains("--list") {
            print(FuzzTarget.all.keys.sorted().joined(separator: "\n"))
            return
        }
        let name = ProcessInfo.processInfo.environment["ASSAY_FUZZ_TARGET"] ?? ""
        guard FuzzTarget.all[name] != nil else {
            FileHandle.standardError.write(Data("fuzz: set ASSAY_FUZZ_TARGET to one of what --list prints, got `\(name)`\n".utf8))
            exit(2)
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { start, size in
                FuzzTarget.chosen(Array(UnsafeBufferPointer(start: start, count: size)))
                return 0
            })
    }
}
