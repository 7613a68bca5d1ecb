public import Core
import Foundation

/// Facts of one firm from JSON: `{"employees": 120, "rd_y0": {"value": "1000000.00", "source": "tax
/// return"}}`.
public enum FactJSON {
    private static let sizeLimit = 1_000_000

    /// The facts that the file gives; whatever can't be used is refused with all its reasons.
    public static func read(_ bytes: [UInt8], _ facts: FactTable) throws(FactRefusals) -> FactValues {
        guard bytes.count <= sizeLimit, case .object(let members)? = JSON(parsing: bytes) else {
            throw FactRefusals(refusals: [.notJSON])
        }
        var values = facts.unknown
        var texts: [String: String] = [:]
        var refusals: [FactRefusal] = []
        for member in members {
            guard let place = facts.places[member.name] else {
                let nearest = nearestName(to: member.name, among: facts.facts.map(\.name))
                refusals.append(.unknown(member.name, nearest: nearest))
                continue
            }
            let (value, source) = parts(member.value)
            let fact = facts.facts[place]
            values.sources[place] = source
            guard let text = text(value) else {
                refusals.append(.unreadable(fact.name, fact.refusal(of: "…")))
                continue
            }
            if text.isEmpty { continue }
            guard let read = fact.value(of: text) else {
                refusals.append(.unreadable(fact.name, fact.refusal(of: text)))
                continue
            }
            if fact.kind != .text { values.values[place] = read } else { texts[fact.name] = trimmed(text) }
        }
        if let industry = texts["industry"] {
            do throws(IndustryCodeRefusal) { _ = try IndustryCode(industry) } catch {
                refusals.append(.unreadable("industry", error.sentence))
            }
        }
        guard refusals.isEmpty else { throw FactRefusals(refusals: refusals) }
        FactDerivation.complete(&values, from: texts, facts)
        return values
    }

    /// A value, or a value with where it came from.
    private static func parts(_ value: JSON) -> (JSON, source: String?) {
        guard case .object = value, let inner = value["value"] else { return (value, nil) }
        guard case .string(let source)? = value["source"] else { return (inner, nil) }
        return (inner, source)
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): String(number)
        case .string(let text): text
        case .array, .object: nil
        }
    }
}

/// Why facts can't be used.
public enum FactRefusal: Refusal {
    case notJSON
    case unknown(String, nearest: String?)
    case unreadable(String, Sentence)

    public var code: String {
        switch self {
        case .notJSON: "facts_not_json"
        case .unknown: "fact_unknown"
        case .unreadable: "fact_unreadable"
        }
    }

    /// The fact that it is about; empty where it is about all.
    public var fact: String {
        switch self {
        case .notJSON: ""
        case .unknown(let name, _), .unreadable(let name, _): name
        }
    }

    public var sentence: Sentence {
        switch self {
        case .notJSON:
            Sentence(
                zh: "事实文件不是 JSON 对象，或超过 1 MB；请写成 {\"employees\": 120} 的形式。",
                en: "The file of facts is no JSON object, or exceeds 1 MB; write it as {\"employees\": 120}.")
        case .unknown(let name, let nearest):
            Sentence(
                zh: "没有事实“\(name)”\(nearest.map { "；最接近的是“\($0)”" } ?? "")；请改用 facts.yaml 中的名称。",
                en:
                    "There is no fact '\(name)'\(nearest.map { "; the nearest is '\($0)'" } ?? ""); "
                    + "use a name of "
                    + "facts.yaml.")
        case .unreadable(_, let sentence): sentence
        }
    }
}

/// All that is wrong with the facts of one firm.
public struct FactRefusals: Error, Sendable {
    public let refusals: [FactRefusal]
}
