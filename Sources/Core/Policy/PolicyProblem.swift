/// What is wrong in a policy file and where: what, why, and how to mend it.
public struct PolicyProblem: Refusal {
    public let file: String
    public let place: TextPlace
    public let fault: PolicyFault

    public init(file: String, place: TextPlace, fault: PolicyFault) {
        (self.file, self.place, self.fault) = (file, place, fault)
    }

    public var code: String { fault.code }

    /// Begins as compilers do, so that editors lead to the place: `hnte.yaml:12:7: …`.
    public var sentence: Sentence {
        let position = "\(file):\(place.line):\(place.column)"
        return Sentence(zh: "\(position)：\(fault.sentence.zh)", en: "\(position): \(fault.sentence.en)")
    }
}

/// A kind of fault with its figures filled in.
public struct PolicyFault: Hashable, Sendable {
    public let code: String
    public let sentence: Sentence

    init(_ code: String, zh: String, en: String) {
        self.code = "policy_" + code
        sentence = Sentence(zh: zh, en: en)
    }
}

/// A fault at a place of a file not yet named: what the parsers and the compiler throw.
struct LocatedFault: Error {
    let place: TextPlace
    let fault: PolicyFault

    init(_ place: TextPlace, _ fault: PolicyFault) { (self.place, self.fault) = (place, fault) }
}

/// The problems of one file, gathered so that an officer sees all of them at once.
struct ProblemList {
    /// More than anyone reads at once.
    static let limit = 100

    let file: String
    private(set) var problems: [PolicyProblem] = []

    init(file: String) { self.file = file }

    mutating func add(_ located: LocatedFault) {
        let problem = PolicyProblem(file: file, place: located.place, fault: located.fault)
        guard problems.count < ProblemList.limit, !problems.contains(problem) else { return }
        problems.append(problem)
    }

    mutating func add(_ place: TextPlace, _ fault: PolicyFault) { add(LocatedFault(place, fault)) }

    /// Does it, or keeps why not.
    mutating func attempt<Result>(_ work: () throws(LocatedFault) -> Result) -> Result? {
        do { return try work() } catch {
            add(error)
            return nil
        }
    }

    var sorted: [PolicyProblem] { problems.sorted { $0.place < $1.place } }
}
