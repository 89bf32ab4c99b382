namespace Winnow.Store;

/// <summary>Whom to trust, and who we are, on an encrypted connection.</summary>
public sealed record TlsOptions
{
    /// <summary>Path of the certificates (PEM) of the authorities that sign servers; null: those the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Path of our certificate (PEM); null: none is shown.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Path of its key (PEM); null: it is in the file of the certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name the certificate of every server must bear; null: the host it was reached by.</summary>
    public string? ServerName { get; init; }
}
