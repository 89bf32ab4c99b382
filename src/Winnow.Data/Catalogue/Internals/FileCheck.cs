using System.Security.Cryptography;

namespace Winnow.Data;

/// <summary>Checks that a file is the one of the catalogue.</summary>
internal static class FileCheck
{
    /// <exception cref="DatasetUnavailableException">The checksum of its text differs, or it cannot be decompressed.</exception>
    public static void Verify(Dataset dataset, DatasetFile file, string path)
    {
        if (file.Sha256 is null) return;
        string found = Checksum(dataset, path);
        if (found == file.Sha256) return;
        throw new DatasetUnavailableException($"'{path}' is not the file '{file.Name}' of data set '{dataset.Name}': the SHA-256 of its text "
            + $"is {found}, expected {file.Sha256}. Delete it and fetch it again, or give your own file by its path.");
    }

    private static string Checksum(Dataset dataset, string path)
    {
        try
        {
            using Stream text = TextOrigin.OfFile(path).OpenText(0);
            return Convert.ToHexStringLower(SHA256.HashData(text));
        }
        catch (InvalidDataException e)
        {
            throw new DatasetUnavailableException($"'{path}' of data set '{dataset.Name}' is damaged: it cannot be decompressed. Delete it and fetch it again.", e);
        }
    }
}
