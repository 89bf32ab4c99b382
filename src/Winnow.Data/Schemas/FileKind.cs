namespace Winnow.Data;

/// <summary>The kinds of files that hold rows.</summary>
public enum FileKind
{
    /// <summary>Text with a delimiter; RFC 4180.</summary>
    Csv,

    /// <summary>Text with tabs.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary><c>label index:value …</c>, also <c>qid:group</c>; LIBSVM.</summary>
    LibSvm,

    /// <summary><c>label field:index:value …</c>; LIBFFM (Juan et al., RecSys 2016).</summary>
    LibFfm,
}
