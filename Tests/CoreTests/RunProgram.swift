/// Runs another program from a test, to compare our answers with an independent implementation's.
import Foundation
import Testing

/// A generator whose numbers follow from its seed (SplitMix64), so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// What a program left behind.
struct ProgramResult {
    let status: Int32
    let output: String
    let errors: String
}

/// Runs a program found on the path to its end; input and outputs go through files, so that no pipe fills up.
func runProgram(_ arguments: [String], input: String = "") throws -> ProgramResult {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cassia-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "errors"].map { folder.appending(path: $0) }
    try Data(input.utf8).write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return ProgramResult(
        status: process.terminationStatus,
        output: try String(contentsOf: files[1], encoding: .utf8),
        errors: try String(contentsOf: files[2], encoding: .utf8))
}

/// Runs a Python script that needs packages and gives back its lines; missing packages fail the test by name.
func runPython(_ script: String, needing packages: [String], input: String = "") throws -> [Substring] {
    let result = try runProgram(["python3", "-c", script], input: input)
    guard result.status == 0 else {
        throw PythonFailure(
            description: "The Python comparison failed; install what it needs with "
                + "`python3 -m pip install \(packages.joined(separator: " "))`. It said:\n\(result.errors)")
    }
    return result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
}

struct PythonFailure: Error, CustomStringConvertible {
    let description: String
}
