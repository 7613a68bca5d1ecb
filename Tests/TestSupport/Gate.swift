import Foundation

/// Holds threads up until it is opened.
public final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false

    public init() {}

    public func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    public func wait() {
        condition.withLock {
            while !isOpen { condition.wait() }
        }
    }
}
