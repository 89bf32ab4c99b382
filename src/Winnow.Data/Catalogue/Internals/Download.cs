using System.Net;

namespace Winnow.Data;

/// <summary>Fetches a file from its publisher: aside, checked, then renamed.</summary>
internal static class Download
{
    private const int BufferBytes = 1 << 17;

    public static void ToFile(
        Dataset dataset, DatasetFile file, string target, string advice, HttpMessageHandler? handler, IProgress<long>? progress, CancellationToken cancel)
    {
        string partial = $"{target}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Fetch(file.Url!, partial, handler, progress, cancel);
            FileCheck.Verify(dataset, file, partial);
            File.Move(partial, target, overwrite: true);
        }
        catch (Exception e) when (e is HttpRequestException or UnauthorizedAccessException or (IOException and not DatasetUnavailableException))
        {
            throw new DatasetUnavailableException($"'{file.Name}' of data set '{dataset.Name}' could not be fetched from {file.Url}: {e.Message} {advice}", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static void Fetch(Uri url, string path, HttpMessageHandler? handler, IProgress<long>? progress, CancellationToken cancel)
    {
        using HttpClient client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        using Stream from = response.Content.ReadAsStream(cancel);
        using FileStream to = new(path, FileMode.Create, FileAccess.Write);
        byte[] buffer = new byte[BufferBytes];
        long fetched = 0;
        for (int read; (read = from.Read(buffer)) > 0; progress?.Report(fetched += read))
        {
            cancel.ThrowIfCancellationRequested();
            to.Write(buffer, 0, read);
        }
        if (response.Content.Headers.ContentLength is { } length && length != to.Length)
            throw new HttpRequestException($"{to.Length} of {length} bytes came.");
    }
}
