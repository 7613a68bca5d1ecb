public import Core
import Foundation

/// All policies of one folder, or those that came with the program: facts, versions, cases.
public struct PolicyLibrary: Sendable {
    public let facts: FactTable
    /// By id, each version with its days.
    public let policies: [String: [Policy]]
    /// File names and their cases.
    public let cases: [CaseFile]
    /// What the files said, by name.
    public let texts: [String: [UInt8]]

    /// The file in which the facts are declared.
    static let factsFile = "facts.yaml"

    public struct CaseFile: Sendable {
        public let name: String
        public let file: PolicyCaseFile
    }

    /// One file as it was found.
    public struct File: Sendable {
        public let name: String
        public let bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    }

    /// Files of one folder.
    private static let fileLimit = 500

    /// The policies of the folder, or those that came with the program where none is given.
    public init(folder: String?) throws {
        guard let folder else {
            self = PolicyLibrary.embedded
            return
        }
        try self.init(files: try PolicyLibrary.files(of: folder))
    }

    /// Those that came with the program, read once.
    static let embedded: PolicyLibrary = {
        guard let library = try? PolicyLibrary(files: EmbeddedPolicies.files) else {
            preconditionFailure("the policies that came with the program are sound")
        }
        return library
    }()

    /// Reads `facts.yaml`, then policies, then `*.cases.yaml`; throws all problems of all files together.
    public init(files: [File]) throws(PolicyProblems) {
        guard let factsFile = files.first(where: { $0.name == "facts.yaml" }) else {
            throw PolicyProblems([PolicyLibrary.problem("facts.yaml", .factsMissing)])
        }
        let facts = try FactFile.read(
            try PolicyYAML.read(factsFile.bytes, file: factsFile.name), file: factsFile.name)
        var problems: [PolicyProblem] = []
        var policies: [String: [Policy]] = [:]
        var cases: [CaseFile] = []
        for file in files where file.name != "facts.yaml" {
            do throws(PolicyProblems) {
                let text = try PolicyYAML.read(file.bytes, file: file.name)
                if file.name.hasSuffix(".cases.yaml") {
                    let read = try PolicyCaseFile.read(text, file: file.name, facts: facts)
                    cases.append(CaseFile(name: file.name, file: read))
                } else {
                    let policy = try PolicyFile.read(text, file: file.name, facts: facts)
                    policies[policy.id, default: []].append(policy)
                }
            } catch {
                problems += error.problems
            }
        }
        problems += PolicyLibrary.overlaps(policies)
        for one in cases where policies[one.file.policy] == nil && problems.isEmpty {
            problems.append(
                PolicyLibrary.problem(one.name, .policyMissing(one.file.policy, policies.keys.sorted())))
        }
        guard problems.isEmpty else { throw PolicyProblems(problems) }
        (self.facts, self.policies, self.cases) = (facts, policies, cases)
        texts = Dictionary(files.map { ($0.name, $0.bytes) }) { first, _ in first }
    }

    private init(
        facts: FactTable, policies: [String: [Policy]], cases: [CaseFile], texts: [String: [UInt8]]
    ) {
        (self.facts, self.policies, self.cases, self.texts) = (facts, policies, cases, texts)
    }

    /// With another version of a policy from a day on. The cases that there are go on speaking of the days
    /// before it.
    func adding(_ file: File, from day: Day, cases more: File?) throws(PolicyProblems) -> PolicyLibrary {
        let policy = try PolicyFile.read(
            try PolicyYAML.read(file.bytes, file: file.name), file: file.name, facts: facts)
        var (policies, texts) = (policies, texts)
        var cases = cases.map { one in
            one.file.policy == policy.id ? CaseFile(name: one.name, file: one.file.before(day)) : one
        }
        policies[policy.id] = Policy.versions(policies[policy.id] ?? [], adding: policy, from: day)
        texts[file.name] = file.bytes
        if let more {
            let read = try PolicyCaseFile.read(
                try PolicyYAML.read(more.bytes, file: more.name), file: more.name, facts: facts)
            guard read.policy == policy.id else {
                let fault = PolicyFault.policyMissing(read.policy, [policy.id])
                throw PolicyProblems([PolicyLibrary.problem(more.name, fault)])
            }
            cases.append(CaseFile(name: more.name, file: read))
            texts[more.name] = more.bytes
        }
        return PolicyLibrary(facts: facts, policies: policies, cases: cases, texts: texts)
    }

    private static func problem(_ file: String, _ fault: PolicyFault) -> PolicyProblem {
        PolicyProblem(file: file, place: TextPlace(line: 1, column: 1), fault: fault)
    }

    /// Two files may hold one policy for different days only.
    private static func overlaps(_ policies: [String: [Policy]]) -> [PolicyProblem] {
        policies.sorted { $0.key < $1.key }.flatMap { id, versions -> [PolicyProblem] in
            let sorted = versions.sorted { $0.inForce.from < $1.inForce.from }
            return zip(sorted, sorted.dropFirst()).compactMap { one, next in
                guard one.inForce.contains(next.inForce.from) else { return nil }
                return problem(next.file, .policyTwice(id, next.inForce.from, one.file))
            }
        }
    }

    private static func files(of folder: String) throws -> [File] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw PolicyProblems([problem(folder, .folderUnreadable)])
        }
        let wanted = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
        guard wanted.count <= fileLimit else { throw PolicyProblems([problem(folder, .folderUnreadable)]) }
        return try wanted.map { name in
            let path = URL(fileURLWithPath: folder).appendingPathComponent(name).path
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            guard size <= PolicyYAML.sizeLimit else {
                throw PolicyProblems([problem(name, .fileTooLarge(PolicyYAML.sizeLimit))])
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw PolicyProblems([problem(name, .folderUnreadable)])
            }
            return File(name: name, bytes: Array(data))
        }
    }

    /// The policy in force on a day.
    public func policy(_ id: String, on day: Day) throws(PolicyRefusal) -> Policy {
        guard let versions = policies[id] else {
            throw .unknown(id, nearest: nearestName(to: id, among: policies.keys.sorted()))
        }
        guard let policy = versions.first(where: { $0.inForce.contains(day) }) else {
            let spans = versions.map(\.inForce).sorted { $0.from < $1.from }
            throw .notInForce(policy: id, on: day, spans: spans)
        }
        return policy
    }

    /// The policy made ready for a day.
    public func program(_ id: String, on day: Day) throws -> PolicyProgram {
        try PolicyCompiler.program(try policy(id, on: day), on: day)
    }

    /// Every case of every file, with what differs.
    ///
    /// - Parameter only: the policy whose cases are run; all where none is named.
    public func runCases(
        of only: String? = nil
    ) throws(PolicyProblems) -> [(file: String, result: PolicyCaseResult)] {
        var results: [(file: String, result: PolicyCaseResult)] = []
        for one in cases where only == nil || one.file.policy == only {
            var programs: [Day: PolicyProgram] = [:]
            for single in one.file.cases {
                let result = try single.run { (day) throws(PolicyProblems) in
                    if let program = programs[day] { return program }
                    guard let policy = try? policy(one.file.policy, on: day) else { return nil }
                    let program = try PolicyCompiler.program(policy, on: day)
                    programs[day] = program
                    return program
                }
                results.append((one.name, result))
            }
        }
        return results
    }
}
