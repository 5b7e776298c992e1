extension Fault {
    static let p1WithoutMail = Fault(
        "p1-without-mail", "Notices of incidents go by webhook alone, the mail is never sent", .losesNoticeMail)
}
